// Words as the index holds them: cut as in src/explore/index.rs, compared without case and diacritics.
(() => {
  "use strict";
  const WORD = /[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]|[\p{Alphabetic}\p{N}\p{M}'’]+/gu;

  const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/[\p{M}'’]/gu, "");
  const cut = (text) => fold(text).match(WORD) || [];

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

  /** The words of a text that a question finds, with their places. */
  function finds(text, asked) {
    const words = [...text.matchAll(WORD)];
    return words.filter(([word]) => asked.some((one) => fits(fold(word), one)));
  }

  window.casebook.text = { cut, fits, finds, fold, stem };
})();
