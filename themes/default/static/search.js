// Search: from the words of a question to the cases that hold them, and to the passage that holds most of them.
(() => {
  "use strict";
  const { casebook } = window;
  const { cut, finds, fits, holds, isNear, stem, withWhole } = casebook.text;
  const MOST_PARTS = 6; // of the index, for one word
  const SHORTEST_MISSPELT = 4; // letters
  const LONGEST = 260; // of a passage, in characters
  const LEAD = 80; // before the first word that was found

  // Where the index holds a word and what begins alike: numbers of its parts.
  async function numbersFor(word) {
    const firsts = await casebook.load("words", 0);
    const short = word.length > 2 ? stem(word) : word;
    const from = Math.max(0, firsts.findLastIndex((first) => first <= short));
    let end = from + 1;
    while (end < firsts.length && end < from + MOST_PARTS && firsts[end].startsWith(short)) end++;
    return Array.from({ length: end - from }, (_, offset) => from + offset);
  }

  const loadParts = (numbers) => Promise.all(numbers.map((number) => casebook.load("index", number)));

  // How much each case says about a word.
  async function scoresOf(asked) {
    const scores = new Map();
    for (const words of await loadParts(await numbersFor(asked))) {
      for (const word in words) {
        const fit = fits(word, asked);
        if (fit) addPostings(scores, words[word], fit);
      }
    }
    return scores;
  }

  // `3B1a`: per case the distance from the one before in base 36, and the weight as a capital letter.
  function addPostings(scores, text, fit) {
    const postings = text.match(/[0-9a-z]+[A-Z]/g);
    const rare = Math.log(1 + (casebook.table.cases - postings.length + .5) / (postings.length + .5));
    let index = 0;
    for (const posting of postings) {
      index += parseInt(posting.slice(0, -1), 36);
      const score = fit * rare * (posting.charCodeAt(posting.length - 1) - 64);
      if (score > (scores.get(index) || 0)) scores.set(index, score);
    }
  }

  // The cases that all scores have in common, each with the sum.
  function common([first, ...rest]) {
    const hits = new Map();
    for (const [index, score] of first) {
      if (!rest.every((scores) => scores.has(index))) continue;
      hits.set(index, rest.reduce((sum, scores) => sum + scores.get(index), score));
    }
    return hits;
  }

  // A compound is found as one word (`e-mail` finds `email`) and as its parts.
  async function scoresOfToken({ parts, whole }) {
    const scores = common(await Promise.all(parts.map(({ word }) => scoresOf(word))));
    if (!whole) return scores;
    for (const [index, score] of await scoresOf(whole)) {
      if (score > (scores.get(index) || 0)) scores.set(index, score);
    }
    return scores;
  }

  // The word that was meant by one that no case holds: one typing error away, and the one that says most. Looked for
  // in the terms, which are here, and in as much of the index as other words load; a number is never misspelt.
  async function meant(asked) {
    if (asked.length < SHORTEST_MISSPELT || /\p{N}/u.test(asked)) return null;
    const letters = [...asked];
    const without = letters.map((_, at) => letters.toSpliced(at, 1));
    const swapped = letters.slice(1).map((letter, at) => letters.toSpliced(at, 2, letter, letters[at]));
    const numbers = await Promise.all([letters, ...swapped, ...without].map((one) => numbersFor(one.join(""))));
    const parts = await loadParts([...new Set(numbers.flat())].slice(0, MOST_PARTS));
    const weights = new Map();
    for (const words of parts) {
      for (const word in words) if (isNear(word, asked)) weights.set(word, weightOf(words[word]));
    }
    for (const facet of casebook.facets.filter((one) => one.terms && one.values)) {
      for (const { label } of facet.values) {
        for (const word of cut(label)) if (isNear(word, asked) && !weights.has(word)) weights.set(word, 0);
      }
    }
    const best = [...weights].sort(([one, first], [other, second]) => second - first || (one < other ? -1 : 1));
    return best.length ? best[0][0] : null;
  }

  const weightOf = (postings) =>
    postings.match(/[A-Z]/g).reduce((sum, weight) => sum + weight.charCodeAt(0) - 64, 0);

  /** The cases that hold every word, with their scores; and the question as it was understood. */
  async function search(question) {
    const scores = [];
    const asked = [];
    let text = question.text;
    for (const token of question.tokens.toReversed()) {
      let found = await scoresOfToken(token);
      let words = withWhole(token);
      if (!found.size && words.length === 1) {
        const word = await meant(words[0]);
        if (word) {
          found = await scoresOf(word);
          words = [word];
          text = text.slice(0, token.start) + word + text.slice(token.end);
        }
      }
      scores.push(found);
      asked.push(...words);
    }
    return { hits: common(scores), asked, showing: text === question.text ? null : text };
  }

  /** Is a phrase in what a case shows: its title, its summary, its terms, its text? */
  async function holdsPhrases(index, phrases) {
    const { title, summary } = await casebook.caseOf(index);
    const facets = casebook.facets.filter((facet) => facet.terms && facet.values);
    const labels = facets.flatMap((facet) => facet.own[index].map((place) => facet.values[place].label));
    const passages = await casebook.passagesOf(index);
    const texts = [title, summary, ...labels, ...passages.map(([, text]) => text)];
    return phrases.every((phrase) => texts.some((text) => holds(text, phrase)));
  }

  /** The pieces of a case's text, each with its anchor. */
  casebook.passagesOf = async (index) => {
    const { perText } = casebook.table;
    return (await casebook.load("texts", Math.floor(index / perText)))[index % perText];
  };

  /** A text as nodes, with what was found marked. */
  function marked(text, asked) {
    const nodes = [];
    let at = 0;
    for (const { start, end } of asked.length ? finds(text, asked) : []) {
      if (start < at) continue; // a number that is several
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, end);
      nodes.push(text.slice(at, start), mark);
      at = end;
    }
    return nodes.concat(text.slice(at));
  }

  /** The piece of a case's text that holds most of the words: its anchor, and as much of it as is shown. */
  function bestPassage(passages, asked, phrases) {
    let best = null;
    let most = 0;
    for (const [anchor, text] of passages) {
      const words = cut(text);
      const held = asked.filter((one) => words.some((word) => fits(word, one))).length;
      const inRow = phrases.filter((phrase) => holds(text, phrase)).length;
      const score = held + inRow - (anchor.startsWith("source") ? .5 : 0);
      if (score > most) {
        most = score;
        best = { anchor, text };
      }
    }
    return best && { anchor: best.anchor, text: shortened(best.text, asked) };
  }

  function shortened(text, asked) {
    if (text.length <= LONGEST) return text;
    const first = finds(text, asked)[0].start;
    const start = first > LONGEST - LEAD - 30 ? text.lastIndexOf(" ", first - LEAD) + 1 : 0;
    const end = start + LONGEST;
    return (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
  }

  casebook.search = search;
  casebook.holdsPhrases = holdsPhrases;
  casebook.marked = marked;
  casebook.bestPassage = bestPassage;
})();
