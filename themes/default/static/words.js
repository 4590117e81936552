// Words as the index holds them: cut as in src/explore/words.rs. Both suites of tests read the same examples.
(() => {
  "use strict";
  // A letter of a script without spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese.
  const UNSPACED = "[\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3041-\\u30ff\\u31f0-\\u31ff" +
    "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}]";
  const LETTER = "[\\p{Alphabetic}\\p{N}]";
  const WORD = "[\\p{Alphabetic}\\p{N}\\p{M}\\u00ad\\u200c\\u200d\\u2060]";
  const CLUSTER = `(?=${LETTER})${UNSPACED}[\\p{M}\\uff9e\\uff9f]*`;
  const RUN = `(?:(?!(?=${LETTER})${UNSPACED})${WORD})+`;
  const APOSTROPHE = "['’‘＇׳′]";
  const SEPARATOR = "[.,'’\\u00a0\\u2009\\u202f]";
  const NUMBER = `\\d+(?:${SEPARATOR}\\d+)+(?!${WORD})`;
  const PART = `(?:${NUMBER}|${RUN}(?:${APOSTROPHE}${RUN})*)`;
  const TOKEN = new RegExp(`${CLUSTER}|${PART}(?:[-\\u2010\\u2011\\uff0d]${PART})*`, "gu");
  const PARTS = new RegExp(`${CLUSTER}|${PART}`, "gu");
  const IS_NUMBER = new RegExp(`^${NUMBER}$`, "u");
  const SEPARATORS = new RegExp(SEPARATOR, "gu");

  // What French, Italian and Catalan put before a word and an apostrophe.
  const ELIDED = new Set(("c d j l m n s t qu jusqu lorsqu puisqu quoiqu " +
    "all coll dall dell nell sull un quest quell sant").split(" "));
  const FIRST = new RegExp(`^(.*?)${APOSTROPHE}(.+)$`, "su");

  // Marks that a reader may leave out, and letters that only stretch or bind.
  const DROPPED = new RegExp("[\\u00ad\\u02b9\\u02bb\\u02bc\\u0300-\\u036f\\u0483-\\u0487\\u0591-\\u05bd\\u05bf" +
    "\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4" +
    "\\u06e7\\u06e8\\u06ea-\\u06ed\\u0711\\u0730-\\u074a\\u08ca-\\u08e1\\u08e3-\\u08ff\\u1ab0-\\u1aff" +
    "\\u1dc0-\\u1dff\\u200c\\u200d\\u2060\\u20d0-\\u20ff\\ufe00-\\ufe0f\\ufe20-\\ufe2f]", "gu");
  const LETTERS = {
    ß: "ss", ø: "o", ł: "l", æ: "ae", œ: "oe", đ: "d", ð: "d", þ: "th", ħ: "h", ı: "i", ŧ: "t", ŋ: "n", ς: "σ",
  };

  /** A word without what does not count: case, diacritics, points. */
  function fold(text) {
    const lower = text.normalize("NFKD").replace(DROPPED, "").toLowerCase();
    const plain = lower.replace(/[ßøłæœđðþħıŧŋς]/g, (letter) => LETTERS[letter]);
    return plain.normalize("NFC").replace(/[^\p{Alphabetic}\p{N}\p{M}]/gu, "");
  }

  // `1,000` is 1000, `3,5` is 3.5; what is neither, such as `13.5.2025`, are several numbers.
  function numbersOf(text) {
    const parts = text.split(SEPARATORS);
    const separators = text.match(SEPARATORS);
    const isGrouped = ([first, ...rest]) => first.length <= 3 && rest.every((part) => part.length === 3);
    const last = parts.at(-1);
    const before = parts.slice(0, -1);
    const separator = separators.at(-1);
    if (isGrouped(parts)) return [parts.join("")];
    const isDecimal = before.length === 1 || (isGrouped(before) && separator !== separators[0]);
    return isDecimal && /[.,]/.test(separator) ? [`${before.join("")}.${last}`] : parts;
  }

  function wordsOf(part) {
    if (IS_NUMBER.test(part)) return numbersOf(part);
    const [, first, rest] = FIRST.exec(part) || [];
    const word = fold(rest && ELIDED.has(fold(first)) ? rest : part);
    return word ? [word] : [];
  }

  /** A text in tokens: each with its place, its parts, and the whole of a compound such as `e-mail`. */
  function tokens(text) {
    return [...text.matchAll(TOKEN)].map(({ 0: token, index }) => {
      const matches = [...token.matchAll(PARTS)];
      const parts = matches.flatMap(({ 0: part, index: offset }) => {
        const start = index + offset;
        return wordsOf(part).map((word) => ({ word, start, end: start + part.length }));
      });
      const isCompound = matches.length > 1 && parts.length > 1;
      const whole = isCompound ? parts.map(({ word }) => word).join("") : null;
      return { start: index, end: index + token.length, parts, whole };
    });
  }

  const withWhole = ({ parts, whole }) => parts.map(({ word }) => word).concat(whole ?? []);

  /** The words of a text, as the index holds them: behind the parts of a compound stands the whole. */
  const cut = (text) => tokens(text).flatMap(withWhole);

  function stem(word) {
    const short = word.replace(/(ings?|ed|es|s|e)$/, "");
    return short.length > 3 ? short : word;
  }

  /** How well a word of the index answers a word of the question: itself, a longer one, another ending. */
  function fits(word, asked) {
    if (word === asked) return 1;
    if (asked.length > 2 && word.startsWith(asked)) return .7;
    const short = stem(asked);
    return short !== asked && word.startsWith(short) && word.length < short.length + 4 ? .8 : 0;
  }

  /** The places in a text that hold words of a question. */
  function finds(text, asked) {
    const isFound = (word) => asked.some((one) => fits(word, one));
    return tokens(text).flatMap((token) =>
      token.whole && isFound(token.whole) ? [token] : token.parts.filter(({ word }) => isFound(word)));
  }

  /** Are two words one typing error apart: a letter more, less, another, or two in the other order? */
  function isNear(one, other) {
    const [short, long] = [[...one], [...other]].sort((first, second) => first.length - second.length);
    if (long.length - short.length > 1) return false;
    let at = 0;
    while (at < short.length && short[at] === long[at]) at++;
    const isSame = (first, second) => short.slice(first).join("") === long.slice(second).join("");
    if (short.length < long.length) return isSame(at, at + 1);
    const isSwapped = short[at] === long[at + 1] && short[at + 1] === long[at];
    return isSame(at + 1, at + 1) || (isSwapped && isSame(at + 2, at + 2));
  }

  /** A question: its tokens, and the phrases between quotation marks, each as the words that stand in a row. */
  function question(text) {
    const quoted = [...text.matchAll(/["“”„«»]([^"“”„«»]+)["“”„«»]/g)];
    const phrases = quoted.map(([, phrase]) => tokens(phrase)).filter((phrase) => phrase.length);
    return { text, tokens: tokens(text), phrases };
  }

  /** Do the words of a phrase stand in a row in a text? */
  function holds(text, phrase) {
    const forms = [
      (all) => all.flatMap(({ parts }) => parts.map(({ word }) => word)),
      (all) => all.flatMap(({ parts, whole }) => whole ?? parts.map(({ word }) => word)),
    ];
    const inRow = (words) => ` ${words.join(" ")} `;
    const all = tokens(text);
    return forms.some((form) => forms.some((other) => inRow(form(all)).includes(inRow(other(phrase)))));
  }

  window.casebook.text = { cut, finds, fits, fold, holds, isNear, question, stem, withWhole };
})();
