//! LaTeX's commands for characters: accents, letters, marks, mathematical signs.

/// The combining character of an accent's command.
pub fn accent(name: &str) -> Option<char> {
    Some(match name {
        "`" | "grave" => '\u{300}',
        "'" | "acute" | "´" => '\u{301}',
        "^" | "hat" | "widehat" => '\u{302}',
        "~" | "tilde" | "widetilde" => '\u{303}',
        "=" | "bar" => '\u{304}',
        "u" | "breve" => '\u{306}',
        "." | "dot" => '\u{307}',
        "\"" | "ddot" => '\u{308}',
        "h" => '\u{309}',
        "r" | "mathring" => '\u{30a}',
        "H" => '\u{30b}',
        "v" | "check" => '\u{30c}',
        "G" => '\u{30f}',
        "d" => '\u{323}',
        "textcommabelow" => '\u{326}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "b" => '\u{331}',
        "vec" => '\u{20d7}',
        _ => return None,
    })
}

macro_rules! symbols {
    ($($($name:literal)|+ => $shown:literal,)*) => {
        /// What a command without an argument shows.
        pub fn symbol(name: &str) -> Option<&'static str> {
            Some(match name { $($($name)|+ => $shown,)* _ => return None })
        }
    };
}

symbols! {
    "i" => "ı", "j" => "ȷ", "o" => "ø", "O" => "Ø", "l" => "ł", "L" => "Ł", "aa" => "å", "AA" => "Å",
    "ae" => "æ", "AE" => "Æ", "oe" => "œ", "OE" => "Œ", "ss" => "ß", "SS" => "ẞ", "dh" => "ð", "DH" => "Ð", "dj" => "đ", "DJ" => "Đ",
    "ng" => "ŋ", "NG" => "Ŋ", "th" => "þ", "TH" => "Þ", "textschwa" => "ə",
    "," | "thinspace" => "\u{2009}", ":" | ";" | " " | "\n" | "\t" | "quad" | "qquad" | "space" | "enspace" | "\\" => " ",
    "!" | "@" => "",
    "&" => "&", "%" => "%", "$" | "textdollar" => "$", "#" => "#", "_" | "textunderscore" => "_", "{" | "textbraceleft" | "lbrace" => "{",
    "}" | "textbraceright" | "rbrace" => "}",
    "textbackslash" | "backslash" => "\\", "textasciitilde" => "~", "textasciicircum" => "^", "textasciigrave" => "`", "textbar" | "mid" => "|",
    "textless" => "<", "textgreater" => ">", "textquotesingle" => "'", "textquotedbl" => "\"", "slash" => "/",
    "textendash" => "–", "textemdash" => "—", "textquoteleft" | "lq" => "‘", "textquoteright" | "rq" => "’", "textquotedblleft" => "“",
    "textquotedblright" => "”", "quotedblbase" | "glqq" => "„", "grqq" => "“", "quotesinglbase" | "glq" => "‚", "grq" => "‘",
    "guillemotleft" | "guillemetleft" | "flqq" => "«", "guillemotright" | "guillemetright" | "frqq" => "»", "guilsinglleft" | "flq" => "‹",
    "guilsinglright" | "frq" => "›", "ldots" | "dots" | "textellipsis" | "cdots" => "…", "textbullet" | "bullet" => "•",
    "textperiodcentered" | "cdot" => "·", "textdagger" | "dag" | "dagger" => "†", "textdaggerdbl" | "ddag" | "ddagger" => "‡",
    "textsection" | "S" => "§", "textparagraph" | "P" => "¶", "copyright" | "textcopyright" => "©", "textregistered" => "®",
    "texttrademark" => "™", "pounds" | "textsterling" => "£", "texteuro" | "euro" | "EUR" => "€", "textyen" => "¥", "textcent" => "¢",
    "textexclamdown" => "¡", "textquestiondown" => "¿", "textordfeminine" => "ª", "textordmasculine" => "º", "textdegree" | "degree" => "°",
    "textmu" => "µ", "textasteriskcentered" | "ast" => "*", "textvisiblespace" => "␣", "textnumero" => "№", "textperthousand" => "‰",
    "textonehalf" => "½", "textonequarter" => "¼", "textthreequarters" => "¾", "checkmark" => "✓",
    "TeX" => "TeX", "LaTeX" => "LaTeX", "BibTeX" => "BibTeX",
    "alpha" => "α", "beta" => "β", "gamma" => "γ", "delta" => "δ", "epsilon" | "varepsilon" => "ε", "zeta" => "ζ", "eta" => "η",
    "theta" | "vartheta" => "θ", "iota" => "ι", "kappa" => "κ", "lambda" => "λ", "mu" => "μ", "nu" => "ν", "xi" => "ξ", "pi" => "π",
    "rho" => "ρ", "sigma" => "σ", "varsigma" => "ς", "tau" => "τ", "upsilon" => "υ", "phi" | "varphi" => "φ", "chi" => "χ", "psi" => "ψ",
    "omega" => "ω", "Gamma" => "Γ", "Delta" => "Δ", "Theta" => "Θ", "Lambda" => "Λ", "Xi" => "Ξ", "Pi" => "Π", "Sigma" => "Σ",
    "Upsilon" => "Υ", "Phi" => "Φ", "Psi" => "Ψ", "Omega" | "textohm" => "Ω",
    "times" | "texttimes" => "×", "div" => "÷", "pm" => "±", "mp" => "∓", "leq" | "le" => "≤", "geq" | "ge" => "≥", "neq" | "ne" => "≠",
    "approx" => "≈", "equiv" => "≡", "sim" => "∼", "simeq" => "≃", "propto" => "∝", "infty" => "∞", "partial" => "∂", "nabla" => "∇",
    "sum" => "∑", "prod" => "∏", "int" => "∫", "sqrt" => "√", "in" => "∈", "notin" => "∉", "subset" => "⊂", "subseteq" => "⊆", "cup" => "∪",
    "cap" => "∩", "emptyset" => "∅", "forall" => "∀", "exists" => "∃", "neg" => "¬", "wedge" => "∧", "vee" => "∨", "otimes" => "⊗",
    "oplus" => "⊕", "rightarrow" | "to" | "textrightarrow" => "→", "leftarrow" | "textleftarrow" => "←", "leftrightarrow" => "↔",
    "Rightarrow" => "⇒", "Leftarrow" => "⇐", "mapsto" => "↦", "uparrow" => "↑", "downarrow" => "↓", "circ" => "°", "prime" => "′", "ell" => "ℓ",
    "hbar" => "ℏ", "Re" => "ℜ", "Im" => "ℑ", "aleph" => "ℵ", "star" => "⋆", "ll" => "≪", "gg" => "≫", "langle" => "⟨", "rangle" => "⟩",
    "log" => "log", "ln" => "ln", "exp" => "exp", "sin" => "sin", "cos" => "cos", "tan" => "tan", "max" => "max", "min" => "min", "lim" => "lim",
    "female" => "♀", "male" => "♂",
}
