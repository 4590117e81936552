//! The CSL types of BibTeX and BibLaTeX entries.

use crate::model::works::WORK_TYPES;

/// The CSL type of an entry, and what it is called where its type says so.
pub fn work_type(kind: &str, subtype: &str) -> (&'static str, Option<&'static str>) {
    let of_type = match kind {
        "article" | "suppperiodical" => match subtype {
            "newspaper" => "article-newspaper",
            "magazine" => "article-magazine",
            _ => "article-journal",
        },
        "book" | "mvbook" | "collection" | "mvcollection" | "proceedings" | "mvproceedings" | "reference"
        | "mvreference" => "book",
        "manual" => "book",
        "periodical" | "mvperiodical" => "periodical",
        "inbook" | "incollection" | "bookinbook" | "suppbook" | "suppcollection" | "book_section" => "chapter",
        "inreference" => "entry-encyclopedia",
        "inproceedings" | "conference" => "paper-conference",
        "booklet" => "pamphlet",
        "report" => "report",
        "techreport" => return ("report", Some("Technical Report")),
        "thesis" => "thesis",
        "phdthesis" => return ("thesis", Some("PhD thesis")),
        "mastersthesis" => return ("thesis", Some("Master’s thesis")),
        "unpublished" | "preprint" => "manuscript",
        "patent" => "patent",
        "online" | "electronic" | "www" | "webpage" | "web_page" => match subtype {
            "post" => "post",
            "post-weblog" => "post-weblog",
            _ => "webpage",
        },
        "software" | "softwaremodule" | "softwareversion" | "codefragment" => "software",
        "dataset" => "dataset",
        "jurisdiction" => "legal_case",
        "legislation" | "legal" => "legislation",
        "standard" => "standard",
        "video" | "movie" | "film" => "motion_picture",
        "audio" | "music" => "song",
        "image" | "artwork" => "graphic",
        "letter" => "personal_communication",
        "performance" => "performance",
        "review" => "review",
        "map" => "map",
        "newspaper" | "newspaper_article" => "article-newspaper",
        "magazine_article" => "article-magazine",
        "presentation" | "talk" => "speech",
        // Works without a BibLaTeX type have their CSL type written in `type`.
        _ => WORK_TYPES.into_iter().find(|known| *known == subtype).unwrap_or("document"),
    };
    (of_type, None)
}

/// What a keyword of the field `type` stands for (the biblatex manual, section 4.9.2.16); other words stand for
/// themselves.
pub fn genre(keyword: &str) -> Option<&'static str> {
    Some(match keyword {
        "phdthesis" => "PhD thesis",
        "mathesis" | "mastersthesis" => "Master’s thesis",
        "bathesis" => "Bachelor’s thesis",
        "candthesis" => "Candidate thesis",
        "techreport" => "Technical Report",
        "resreport" => "Research Report",
        "software" => "Computer software",
        "datacd" => "CD-ROM",
        "audiocd" => "Audio CD",
        "patent" => "Patent",
        "patentus" => "U.S. patent",
        "patenteu" => "European patent",
        "patentde" => "German patent",
        "patentuk" => "British patent",
        "patentfr" => "French patent",
        "patreq" => "Patent request",
        "patrequs" => "U.S. patent request",
        "patreqeu" => "European patent request",
        "patreqde" => "German patent request",
        "patrequk" => "British patent request",
        "patreqfr" => "French patent request",
        _ => return None,
    })
}

/// What keywords that other fields share stand for: `newseries`, `inpreparation`.
pub fn keyword(word: &str) -> Option<&'static str> {
    Some(match word {
        "newseries" => "new series",
        "oldseries" => "old series",
        "inpreparation" => "in preparation",
        "submitted" => "submitted",
        "forthcoming" => "forthcoming",
        "inpress" => "in press",
        "prepublished" => "pre-published",
        _ => return None,
    })
}
