//! A small web of the tests' own: each host is a port of this machine, and answers as it is told, however badly.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// One answer to one request.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    /// Status, with the reason if one is wanted.
    pub status: String,
    /// Header fields, each as it is sent.
    pub fields: Vec<String>,
    /// The body.
    pub body: Vec<u8>,
    /// How long it takes to come.
    pub wait: Duration,
    /// The connection ends without a word.
    pub is_dropped: bool,
    /// `HEAD` is answered with 405.
    pub only_get: bool,
}

impl Reply {
    /// A page.
    pub fn page(html: &str) -> Reply {
        Reply {
            status: "200 OK".to_owned(),
            fields: vec!["Content-Type: text/html; charset=utf-8".to_owned()],
            body: html.as_bytes().to_vec(),
            ..Reply::default()
        }
    }

    /// Nothing but a status.
    pub fn status(status: &str) -> Reply {
        Reply { status: status.to_owned(), ..Reply::default() }
    }

    /// As it is written: a status, header fields on lines of their own, an empty line, a body. Of the fields, `wait: 2`
    /// (seconds), `only: GET` and `drop: yes` are meant for the server itself.
    pub fn parse(text: &str) -> Reply {
        let (head, body) = text.split_once("\n\n").unwrap_or((text.trim_end(), ""));
        let mut lines = head.lines();
        let mut reply = Reply::status(lines.next().unwrap_or("200"));
        reply.body = body.as_bytes().to_vec();
        for line in lines {
            match line.split_once(": ") {
                Some(("wait", seconds)) => reply.wait = Duration::from_secs_f64(seconds.parse().expect("seconds")),
                Some(("drop", _)) => reply.is_dropped = true,
                Some(("only", _)) => reply.only_get = true,
                _ => reply.fields.push(line.to_owned()),
            }
        }
        let has_type = reply.fields.iter().any(|field| field.to_ascii_lowercase().starts_with("content-type:"));
        if !has_type && !reply.body.is_empty() {
            reply.fields.push("Content-Type: text/html; charset=utf-8".to_owned());
        }
        reply
    }
}

/// What a request asked for, when, and under which name.
#[derive(Debug, Clone)]
pub struct Asked {
    /// `GET`, `HEAD`.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// `User-Agent`.
    pub agent: String,
    /// All lines of its head.
    pub head: String,
    /// What it brought.
    pub body: String,
    /// When it came.
    pub at: Instant,
}

/// A host.
pub struct Host {
    /// `127.0.0.1:40123`
    pub name: String,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// By path, the answers in their order; the last one stays.
    replies: Mutex<HashMap<String, Vec<Reply>>>,
    /// The answer for all other paths.
    otherwise: Mutex<Option<Reply>>,
    asked: Mutex<Vec<Asked>>,
    open: AtomicUsize,
    most_open: AtomicUsize,
}

impl Host {
    /// A host at a free port.
    pub fn start() -> Host {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let name = listener.local_addr().expect("an address").to_string();
        let shared = Arc::new(Shared::default());
        let of_thread = shared.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let shared = of_thread.clone();
                std::thread::spawn(move || shared.serve(&stream));
            }
        });
        Host { name, shared }
    }

    /// An address of it.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.name)
    }

    /// Say what it answers at a path: one answer after the other, of which the last one stays.
    pub fn answers(&self, path: &str, replies: &[Reply]) {
        self.shared.replies.lock().expect("replies").insert(path.to_owned(), replies.to_vec());
    }

    /// Say what it answers everywhere else, in place of 404.
    pub fn answers_otherwise(&self, reply: Reply) {
        *self.shared.otherwise.lock().expect("replies") = Some(reply);
    }

    /// Everything that it was asked, and forget it.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.shared.asked.lock().expect("requests"))
    }

    /// The same as `GET /path`.
    pub fn lines(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect()
    }

    /// The most requests that it answered at one time.
    pub fn most_at_once(&self) -> usize {
        self.shared.most_open.load(Ordering::SeqCst)
    }
}

impl Shared {
    fn serve(&self, stream: &TcpStream) {
        let mut reader = BufReader::new(stream);
        let mut writer = stream;
        loop {
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") {
                match reader.read_line(&mut head) {
                    Ok(0) | Err(_) => return,
                    Ok(_) => {}
                }
            }
            let open = self.open.fetch_add(1, Ordering::SeqCst) + 1;
            self.most_open.fetch_max(open, Ordering::SeqCst);
            let mut fields = head.lines().filter_map(|line| line.split_once(": "));
            let length = fields.rfind(|(name, _)| name.eq_ignore_ascii_case("content-length"));
            let mut body = vec![0; length.and_then(|(_, length)| length.trim().parse().ok()).unwrap_or(0)];
            if reader.read_exact(&mut body).is_err() {
                return;
            }
            let (reply, method) = self.reply(&head, &String::from_utf8_lossy(&body));
            std::thread::sleep(reply.wait);
            self.open.fetch_sub(1, Ordering::SeqCst);
            if reply.is_dropped {
                return;
            }
            let status = if method == "HEAD" && reply.only_get { "405" } else { &reply.status };
            let fields: String = reply.fields.iter().map(|field| format!("{field}\r\n")).collect();
            let length = reply.body.len();
            let status = if status.contains(' ') { status.to_owned() } else { format!("{status} -") };
            let mut bytes = format!("HTTP/1.1 {status}\r\n{fields}Content-Length: {length}\r\n\r\n").into_bytes();
            if method != "HEAD" {
                bytes.extend_from_slice(&reply.body);
            }
            if writer.write_all(&bytes).is_err() {
                return;
            }
        }
    }

    fn reply(&self, head: &str, body: &str) -> (Reply, String) {
        let mut words = head.split_whitespace().map(str::to_owned);
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let mut fields = head.lines().filter_map(|line| line.split_once(": "));
        let agent = fields.find(|(name, _)| name.eq_ignore_ascii_case("user-agent"));
        let agent = agent.map(|(_, value)| value.to_owned()).unwrap_or_default();
        let (head, body) = (head.to_owned(), body.to_owned());
        let asked = Asked { method: method.clone(), path: path.clone(), agent, head, body, at: Instant::now() };
        self.asked.lock().expect("requests").push(asked);
        let mut replies = self.replies.lock().expect("replies");
        let reply = match replies.get_mut(&path) {
            Some(replies) if replies.len() > 1 => Some(replies.remove(0)),
            Some(replies) => replies.first().cloned(),
            None => self.otherwise.lock().expect("replies").clone(),
        };
        (reply.unwrap_or_else(|| Reply::status("404 Not Found")), method)
    }
}
