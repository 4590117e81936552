// Search: from the words of a question to the cases that hold them, and to the passage that holds most of them.
(() => {
  "use strict";
  const { casebook } = window;
  const { cut, fits, finds, stem } = casebook.text;
  const MOST_PARTS = 6; // of the index, for one word
  const LONGEST = 260; // of a passage, in characters
  const LEAD = 80; // before the first word that was found

  // The parts of the index that may hold a word or longer ones.
  async function partsFor(word) {
    const firsts = await casebook.load("words", 0);
    const short = word.length > 2 ? stem(word) : word;
    const from = Math.max(0, firsts.findLastIndex((first) => first <= short));
    let end = from + 1;
    while (end < firsts.length && end < from + MOST_PARTS && firsts[end].startsWith(short)) end++;
    const numbers = Array.from({ length: end - from }, (_, offset) => from + offset);
    return Promise.all(numbers.map((number) => casebook.load("index", number)));
  }

  // How much each case says about a word.
  async function scoresOf(asked) {
    const scores = new Map();
    for (const words of await partsFor(asked)) {
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

  /** The cases that hold every word, with their scores. */
  async function search(asked) {
    const [first, ...rest] = await Promise.all(asked.map(scoresOf));
    const hits = new Map();
    for (const [index, score] of first) {
      if (!rest.every((scores) => scores.has(index))) continue;
      hits.set(index, rest.reduce((sum, scores) => sum + scores.get(index), score));
    }
    return hits;
  }

  /** A text as nodes, with what was found marked. */
  function marked(text, asked) {
    const nodes = [];
    let at = 0;
    for (const match of asked.length ? finds(text, asked) : []) {
      const mark = document.createElement("mark");
      mark.textContent = match[0];
      nodes.push(text.slice(at, match.index), mark);
      at = match.index + match[0].length;
    }
    return nodes.concat(text.slice(at));
  }

  /** The piece of a case's text that holds most of the words: its anchor, and as much of it as is shown. */
  function bestPassage(passages, asked) {
    let best = null;
    let most = 0;
    for (const [anchor, text] of passages) {
      const words = cut(text);
      const held = asked.filter((one) => words.some((word) => fits(word, one))).length;
      const score = held - (anchor.startsWith("source") ? .5 : 0);
      if (score > most) {
        most = score;
        best = { anchor, text };
      }
    }
    return best && { anchor: best.anchor, text: shortened(best.text, asked) };
  }

  function shortened(text, asked) {
    if (text.length <= LONGEST) return text;
    const first = finds(text, asked)[0].index;
    const start = first > LONGEST - LEAD - 30 ? text.lastIndexOf(" ", first - LEAD) + 1 : 0;
    const end = start + LONGEST;
    return (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
  }

  casebook.search = search;
  casebook.marked = marked;
  casebook.bestPassage = bestPassage;
})();
