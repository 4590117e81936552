//! What `casebook.yaml` may say of lists of cases and of the home page.

use super::fields::Findings;
use super::key::Shape;
use super::read;
use super::table::{Field, Record, Table, field};
use crate::diagnostic::Code;
use crate::model::config::{Config, ListOrder, Question};
use crate::model::{Spanned, named, words_of};
use crate::yaml::Node;

/// How lists and the home page are made.
pub const FIELDS: &[Field<Config>] = &[
    field!(
        Config,
        "lead",
        Shape::Taxonomy,
        "The taxonomy that says how a case ended, such as `outcome`. Cases and lists show its terms first, with their \
         `mark`.",
        set | into,
        given | into.lead = given.into()
    )
    .default("none"),
    field!(
        Config,
        "cards",
        Shape::Lines,
        "What lists say of a case beside its title and summary: ids of taxonomies, and of fields of your own. `[]` for \
         nothing.",
        set | into,
        given | into.cards = Some(given.into())
    )
    .default("the first three taxonomies but `lead`"),
    field!(
        Config,
        "order",
        Shape::Choice(|| words_of(&ListOrder::NAMES)),
        "The order of every list of cases. `date`: what happened last first; `title`; `evidence`: by the share of \
         statements that an independent source supports.",
        set | into,
        given | {
            into.order = named(&ListOrder::NAMES, &String::from(given)).unwrap_or_default();
        }
    )
    .default("`date`"),
    field!(
        Config,
        "lead_case",
        Shape::Line,
        "The case that the home page opens with, by the name of its file: `klarna`.",
        set | into,
        given | into.lead_case = given.into()
    )
    .default("the case that joined last"),
    field!(
        Config,
        "questions",
        Shape::Records(|| QUESTION.outline()),
        "Up to three questions that the home page answers, each with a page that lists its cases.",
        read | into,
        given,
        findings | into.questions = questions(&given.nodes(), into, findings)
    ),
];

/// How many questions the home page shows.
const QUESTIONS: usize = 3;

/// A question while it is read.
#[derive(Debug, Default)]
pub struct QuestionFields {
    label: String,
    expression: Spanned<String>,
}

impl Record for QuestionFields {
    type View<'a> = &'a Config;
}

/// A question.
pub const QUESTION: Table<QuestionFields> = Table {
    name: "question",
    meaning: "A question that the home page answers.",
    hint: "",
    parts: &[&[
        field!(
            QuestionFields,
            "label",
            Shape::Line,
            "The question, as readers see it.",
            set | into,
            given | into.label = given.into()
        )
        .required(),
        field!(
            QuestionFields,
            "where",
            Shape::Line,
            "Which cases answer it: an expression, as `casebook list --where` takes it.",
            set | into,
            given | into.expression = given.into()
        )
        .required(),
    ]],
    one_of: &[],
};

fn questions(nodes: &[&Node], config: &Config, findings: &mut Findings<'_>) -> Vec<Question> {
    if let Some(node) = nodes.get(QUESTIONS) {
        let message = format!("the home page has room for {QUESTIONS} questions, and this is one more");
        findings.push(findings.at(Code::BadValue, &node.span, message).help("remove it, or one of the others"));
    }
    let mut questions: Vec<Question> = Vec::new();
    for node in nodes.iter().take(QUESTIONS) {
        let Some(read) = read::record(&QUESTION, node, findings).filter(|read| read.is_complete) else { continue };
        let QuestionFields { label, expression } = read.value;
        let slug = config.transliteration().slug(&label).to_string();
        if questions.iter().any(|other| other.slug == slug) {
            let message = format!("two questions have the address `{slug}`");
            findings.push(findings.at(Code::DuplicateTerm, &read.opening, message).help("word one of them otherwise"));
            continue;
        }
        questions.push(Question { label, slug, expression });
    }
    questions
}
