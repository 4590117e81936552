//! A spec as text: prose, headings, and fenced blocks with an info string. It can be given back with other contents
//! in some blocks.

/// A spec.
pub struct Document {
    lines: Vec<String>,
    /// The site that its examples start from: `<!-- site: init -->` on a line of its own.
    pub site: Option<String>,
    /// Its examples, in order.
    pub examples: Vec<Example>,
}

/// One site and what must come of it.
pub struct Example {
    /// The heading.
    pub title: String,
    /// Indices of its blocks, those that all examples share first.
    pub blocks: Vec<usize>,
}

/// A fenced block, by the lines between its fences.
#[derive(Debug, Clone)]
pub struct Block {
    /// What stands behind the opening fence, by words.
    pub info: Vec<String>,
    /// What stands between the fences, every line with its break.
    pub text: String,
    /// Line of the opening fence, from 0.
    line: usize,
    /// Backticks of the fence.
    ticks: usize,
}

impl Document {
    /// Read a spec.
    pub fn parse(text: &str) -> Result<Document, String> {
        let site = |line: &str| Some(line.strip_prefix("<!-- site: ")?.strip_suffix(" -->")?.to_owned());
        let lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
        let site = lines.iter().find_map(|line| site(line));
        let mut document = Document { lines, site, examples: Vec::new() };
        let mut shared = Vec::new();
        let title = document.lines.first().map(|line| line.trim_start_matches("# ").to_owned()).unwrap_or_default();
        let blocks = document.blocks()?;
        let mut at = 0;
        for (index, line) in document.lines.iter().enumerate() {
            if at < blocks.len() && blocks[at].line == index {
                match document.examples.last_mut() {
                    Some(example) => example.blocks.push(at),
                    None => shared.push(at),
                }
                at += 1;
            } else if let Some(title) = line.strip_prefix("## ")
                && !blocks.iter().any(|block| block.covers(index))
            {
                document.examples.push(Example { title: title.to_owned(), blocks: shared.clone() });
            }
        }
        if document.examples.is_empty() {
            document.examples.push(Example { title, blocks: shared });
        }
        Ok(document)
    }

    /// Its blocks as they are now.
    pub fn blocks(&self) -> Result<Vec<Block>, String> {
        let mut blocks = Vec::new();
        let mut open: Option<Block> = None;
        for (index, line) in self.lines.iter().enumerate() {
            let ticks = line.len() - line.trim_start_matches('`').len();
            match &mut open {
                Some(block) if ticks >= block.ticks && line.trim_end().len() == ticks => blocks.extend(open.take()),
                Some(block) => {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
                None if ticks >= 3 => {
                    let info = line[ticks..].split_whitespace().map(ToOwned::to_owned).collect();
                    open = Some(Block { info, text: String::new(), line: index, ticks });
                }
                None => {}
            }
        }
        match open {
            Some(block) => Err(format!("the block that opens in line {} does not end", block.line + 1)),
            None => Ok(blocks),
        }
    }

    /// Put another text into a block. The fence grows where the text holds one as long.
    pub fn replace(&mut self, block: &Block, text: &str) {
        let end = block.line + 1 + block.text.lines().count();
        let longest = text.lines().map(|line| line.len() - line.trim_start_matches('`').len()).max().unwrap_or(0);
        let ticks = "`".repeat(block.ticks.max(longest + 1));
        let mut lines = vec![format!("{ticks}{}", &self.lines[block.line][block.ticks..])];
        lines.extend(text.lines().map(ToOwned::to_owned));
        lines.push(ticks);
        self.lines.splice(block.line..=end, lines);
    }

    /// The whole spec.
    pub fn text(&self) -> String {
        let mut text = self.lines.join("\n");
        text.push('\n');
        text
    }
}

impl Block {
    /// The first word of its info string: what kind of block it is.
    pub fn kind(&self) -> &str {
        self.info.first().map_or("", String::as_str)
    }

    /// The second word: a path, in which `%20` is a space.
    pub fn path(&self) -> String {
        self.info.get(1).map(|path| path.replace("%20", " ")).unwrap_or_default()
    }

    /// What stands behind kind and path.
    pub fn rest(&self) -> String {
        self.info.get(2..).unwrap_or_default().join(" ")
    }

    fn covers(&self, line: usize) -> bool {
        (self.line..=self.line + 1 + self.text.lines().count()).contains(&line)
    }
}
