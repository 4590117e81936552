//! The paths of the code, resolved: which file each name that a file uses is defined in.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Item, UseTree};

use crate::graph::Needs;

type Path = Vec<String>;

/// What a name of a module stands for, unless it is a module below it.
enum Name {
    /// Something that its file defines.
    Definition,
    /// Another path, as it is written.
    Import(Path),
}

/// A module: a file, or a part of one.
struct Module {
    file: String,
    names: HashMap<String, Name>,
    /// The modules below it. A function may have the name of one: `write::write`.
    children: HashSet<String>,
    /// Paths whose names are all imported.
    globs: Vec<Path>,
    /// The paths that its code uses, as they are written.
    used: Vec<Path>,
}

type Modules = BTreeMap<Path, Module>;

/// The files that each file needs. What only tests of a file use does not count.
pub fn needs(code: &BTreeMap<String, String>) -> Needs {
    let mut modules = Modules::new();
    for (file, text) in code {
        let parsed = syn::parse_file(text).expect("a file of the code is Rust");
        read(module_of(file), file, &parsed.items, &mut modules);
    }
    let mut needs: Needs = code.keys().map(|file| (file.clone(), BTreeSet::new())).collect();
    for (path, module) in &modules {
        for used in &module.used {
            if let Some(file) = resolve(&modules, path, used, 0).filter(|file| *file != module.file) {
                needs.entry(module.file.clone()).or_default().insert(file);
            }
        }
    }
    // The crate's root names its modules and the program's entry its library; neither is a part of the house.
    needs.retain(|file, _| file != "lib.rs" && file != "main.rs");
    needs
}

/// `link/terms.rs` → `link::terms`, `link/mod.rs` → `link`
fn module_of(file: &str) -> Path {
    let stem = file.trim_end_matches(".rs").trim_end_matches("/mod");
    if stem == "lib" { Vec::new() } else { stem.split('/').map(str::to_owned).collect() }
}

fn read(path: Path, file: &str, items: &[Item], modules: &mut Modules) {
    let mut module = Module {
        file: file.to_owned(),
        names: HashMap::new(),
        children: HashSet::new(),
        globs: Vec::new(),
        used: Vec::new(),
    };
    for item in items.iter().filter(|item| !is_of_tests(item)) {
        match item {
            Item::Use(item) => import(&item.tree, &mut Vec::new(), &mut module),
            Item::Mod(item) => {
                module.children.insert(item.ident.to_string());
                if let Some((_, items)) = &item.content {
                    let path = [path.clone(), vec![item.ident.to_string()]].concat();
                    read(path, file, items, modules);
                }
            }
            item => {
                for name in defined(item) {
                    module.names.entry(name).or_insert(Name::Definition);
                }
                collect(item.to_token_stream(), &mut module.used);
            }
        }
    }
    modules.insert(path, module);
}

fn is_of_tests(item: &Item) -> bool {
    let attributes = match item {
        Item::Mod(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        _ => return false,
    };
    attributes.iter().any(|attribute| attribute.to_token_stream().to_string().contains("cfg (test)"))
}

/// The names that an item adds to its module.
fn defined(item: &Item) -> Vec<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        // What a macro of the file defines is named in what it is given: each of these may be a definition.
        Item::Macro(item) => {
            let mut names = Vec::new();
            idents(item.mac.tokens.clone(), &mut names);
            names.extend(item.ident.as_ref().map(ToString::to_string));
            return names
                .into_iter()
                .filter(|name| name.starts_with(char::is_uppercase) || item.ident.is_some())
                .collect();
        }
        _ => return Vec::new(),
    };
    vec![name.to_string()]
}

fn idents(tokens: TokenStream, names: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => names.push(ident.to_string()),
            TokenTree::Group(group) => idents(group.stream(), names),
            _ => {}
        }
    }
}

fn import(tree: &UseTree, before: &mut Path, module: &mut Module) {
    match tree {
        UseTree::Path(tree) => {
            before.push(tree.ident.to_string());
            import(&tree.tree, before, module);
            before.pop();
        }
        UseTree::Group(tree) => tree.items.iter().for_each(|tree| import(tree, before, module)),
        UseTree::Glob(_) => module.globs.push(before.clone()),
        UseTree::Name(tree) if tree.ident == "self" => {
            let name = before.last().cloned().unwrap_or_default();
            module.names.insert(name, Name::Import(before.clone()));
        }
        UseTree::Name(tree) => {
            let name = tree.ident.to_string();
            let path = before.iter().cloned().chain([name.clone()]).collect();
            module.names.insert(name, Name::Import(path));
        }
        UseTree::Rename(tree) => {
            let path = before.iter().cloned().chain([tree.ident.to_string()]).collect();
            module.names.insert(tree.rename.to_string(), Name::Import(path));
        }
    }
}

/// Every path in some code, macros included; names alone count too, for they may be imported. What follows a dot is a
/// field or a method, and attributes are no code.
fn collect(tokens: TokenStream, used: &mut Vec<Path>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |at: usize, mark: char| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == mark);
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Punct(punct) if punct.as_char() == '#' => at += 2,
            TokenTree::Group(group) => {
                collect(group.stream(), used);
                at += 1;
            }
            TokenTree::Ident(first) => {
                let is_member = at > 0 && is(at - 1, '.') && !(at > 1 && is(at - 2, '.'));
                let mut path = vec![first.to_string()];
                at += 1;
                while is(at, ':') && is(at + 1, ':') {
                    let Some(TokenTree::Ident(next)) = tokens.get(at + 2) else { break };
                    path.push(next.to_string());
                    at += 3;
                }
                // A name of its own in small letters is a local variable, unless it is called or stands for a type.
                let is_called = matches!(tokens.get(at), Some(TokenTree::Group(_))) || is(at, '!');
                let is_name = path.len() > 1 || is_called || path[0].starts_with(char::is_uppercase);
                if is_name && !is_member {
                    used.push(path);
                }
            }
            _ => at += 1,
        }
    }
}

/// The file that defines what a path of a module leads to; `None` where that is another crate's, or local.
fn resolve(modules: &Modules, module: &[String], path: &[String], depth: usize) -> Option<String> {
    if depth > 16 {
        return None;
    }
    let mut at: Path = module.to_vec();
    let mut rest = path;
    match rest.first()?.as_str() {
        "crate" => {
            at.clear();
            rest = &rest[1..];
        }
        "self" => rest = &rest[1..],
        "super" => {
            while rest.first().is_some_and(|step| step == "super") {
                at.pop()?;
                rest = &rest[1..];
            }
        }
        _ => {}
    }
    loop {
        let of = modules.get(&at)?;
        let Some((step, after)) = rest.split_first() else { return Some(of.file.clone()) };
        // What a path goes on through is a module; what it ends in may be one, where nothing else has the name.
        if of.children.contains(step) && (!after.is_empty() || !of.names.contains_key(step)) {
            at.push(step.clone());
            rest = after;
            continue;
        }
        match of.names.get(step) {
            Some(Name::Definition) => return Some(of.file.clone()),
            Some(Name::Import(path)) => {
                let path: Path = path.iter().chain(after).cloned().collect();
                return resolve(modules, &at, &path, depth + 1);
            }
            None => {
                let through = |glob: &Path| {
                    let path: Path = glob.iter().chain(rest).cloned().collect();
                    resolve(modules, &at, &path, depth + 1)
                };
                return of.globs.iter().find_map(through);
            }
        }
    }
}
