//! The kinds of file that are taken as evidence, told by name and by content alike.

/// A kind of file.
#[derive(Clone, Copy, Debug)]
pub struct EvidenceKind {
    /// How its files' names end, in lower case.
    pub extension: &'static str,
    /// What browsers and mail call it.
    pub media_type: &'static str,
    is_one: fn(&[u8]) -> bool,
}

/// Every kind that is taken.
pub const EVIDENCE_KINDS: [EvidenceKind; 10] = [
    kind("pdf", "application/pdf", is_pdf),
    kind(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        is_word,
    ),
    kind(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        is_workbook,
    ),
    kind("csv", "text/csv", is_text),
    kind("txt", "text/plain", is_text),
    kind("png", "image/png", is_png),
    kind("jpg", "image/jpeg", is_jpeg),
    kind("jpeg", "image/jpeg", is_jpeg),
    kind("eml", "message/rfc822", is_mail),
    kind("msg", "application/vnd.ms-outlook", is_outlook),
];

const fn kind(
    extension: &'static str,
    media_type: &'static str,
    is_one: fn(&[u8]) -> bool,
) -> EvidenceKind {
    EvidenceKind {
        extension,
        media_type,
        is_one,
    }
}

/// The kind of a file.
///
/// # Errors
/// What is wrong, in words: it is empty, of no kind that is taken, or holds something else.
pub(super) fn kind_of(name: &str, bytes: &[u8]) -> Result<EvidenceKind, String> {
    if bytes.is_empty() {
        return Err("it is empty".to_owned());
    }
    let extension = name.rsplit_once('.').map(|(_, end)| end.to_lowercase());
    let mut kinds = EVIDENCE_KINDS.into_iter();
    let kind = kinds.find(|kind| Some(kind.extension) == extension.as_deref());
    let Some(kind) = kind else {
        let known: Vec<&str> = EVIDENCE_KINDS.iter().map(|kind| kind.extension).collect();
        return Err(format!(
            "its name does not end in a kind of file that is taken: {}",
            known.join(", ")
        ));
    };
    match (kind.is_one)(bytes) {
        true => Ok(kind),
        false => Err(format!(
            "it does not hold what its name says: its content is no {} file",
            kind.extension
        )),
    }
}

/// PDF 32000-1, 7.5.2, and the note that readers look for it within the first 1,024 bytes.
fn is_pdf(bytes: &[u8]) -> bool {
    holds(&bytes[..bytes.len().min(1_024)], b"%PDF-")
}

/// The names of a package's parts stand in plain bytes (ECMA-376 part 2; ZIP, APPNOTE 4.3.7). One with
/// macros is not taken.
fn is_package(bytes: &[u8], part: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        && holds(bytes, b"[Content_Types].xml")
        && holds(bytes, part)
        && !holds(bytes, b"vbaProject.bin")
}

fn is_word(bytes: &[u8]) -> bool {
    is_package(bytes, b"word/document.xml")
}

fn is_workbook(bytes: &[u8]) -> bool {
    is_package(bytes, b"xl/workbook.xml")
}

/// W3C PNG, 5.2.
fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG\r\n\x1a\n")
}

/// ISO/IEC 10918-1, B.1.1.3: the marker that begins an image, and that of the next segment.
fn is_jpeg(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xd8, 0xff])
}

/// MS-CFB, 2.2: the compound file that Outlook keeps a message in, with a stream of its properties.
fn is_outlook(bytes: &[u8]) -> bool {
    let stream: Vec<u8> = "__properties_version1.0"
        .bytes()
        .flat_map(|byte| [byte, 0])
        .collect();
    bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) && holds(bytes, &stream)
}

/// Text in UTF-8 or in a Western code page: no control characters but tabs and line ends, and not the
/// beginning of a page that a browser would run.
fn is_text(bytes: &[u8]) -> bool {
    let plain = |byte: &u8| *byte >= 0x20 && *byte != 0x7f || matches!(byte, b'\t' | b'\n' | b'\r');
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = start.trim_ascii_start().to_ascii_lowercase();
    let page = [
        "<!doctype",
        "<html",
        "<script",
        "<svg",
        "<?xml",
        "<head",
        "<body",
        "%pdf-",
    ];
    start.iter().all(plain) && !page.iter().any(|page| start.starts_with(page.as_bytes()))
}

/// RFC 5322, 2.2: fields, of which one says who sent it, before the first empty line.
fn is_mail(bytes: &[u8]) -> bool {
    if bytes.contains(&0) {
        return false;
    }
    let text = String::from_utf8_lossy(bytes);
    let mut head = text.lines().take_while(|line| !line.is_empty());
    let mut from = false;
    let sound = head.all(|line| {
        from |= line.to_ascii_lowercase().starts_with("from:");
        let folded = line.starts_with([' ', '\t']);
        let name = line.split_once(':').map_or("", |(name, _)| name);
        let is_field = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic());
        folded || is_field
    });
    sound && from
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD: &[u8] = b"PK\x03\x04..[Content_Types].xml..word/document.xml..";
    const MACROS: &[u8] =
        b"PK\x03\x04..[Content_Types].xml..word/document.xml..word/vbaProject.bin";

    #[test]
    fn a_file_is_taken_when_its_name_and_its_content_agree() {
        let cases: [(&str, &[u8], Result<&str, &str>); 22] = [
            ("audit.pdf", b"%PDF-1.7\n...", Ok("application/pdf")),
            ("AUDIT.PDF", b"\n%PDF-1.7\n...", Ok("application/pdf")),
            ("audit.pdf", b"MZ\x90\x00", Err("no pdf file")),
            ("audit.pdf", b"", Err("it is empty")),
            (
                "audit.exe",
                b"MZ\x90\x00",
                Err("kind of file that is taken"),
            ),
            ("audit", b"%PDF-1.7", Err("kind of file that is taken")),
            (
                "audit.pdf.html",
                b"%PDF-1.7",
                Err("kind of file that is taken"),
            ),
            (
                "minutes.docx",
                WORD,
                Ok("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ),
            ("minutes.xlsx", WORD, Err("no xlsx file")),
            ("minutes.docx", MACROS, Err("no docx file")),
            ("minutes.docm", MACROS, Err("kind of file that is taken")),
            ("count.csv", b"code,value\nM1,5\n", Ok("text/csv")),
            ("count.csv", b"code\x00value", Err("no csv file")),
            ("note.txt", "caf\u{e9}\r\n".as_bytes(), Ok("text/plain")),
            ("note.txt", b"caf\xe9", Ok("text/plain")),
            ("note.txt", b" <!DOCTYPE html><p>", Err("no txt file")),
            ("shot.png", b"\x89PNG\r\n\x1a\n....", Ok("image/png")),
            ("shot.png", b"\xff\xd8\xff\xe0", Err("no png file")),
            ("shot.jpeg", b"\xff\xd8\xff\xe0", Ok("image/jpeg")),
            (
                "mail.eml",
                b"Received: by\r\n mail\r\nFrom: a@b.example\r\n\r\nHello",
                Ok("message/rfc822"),
            ),
            (
                "mail.eml",
                b"Hello\r\n\r\nFrom: a@b.example",
                Err("no eml file"),
            ),
            (
                "mail.msg",
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
                Err("no msg file"),
            ),
        ];
        for (name, bytes, expected) in cases {
            match (kind_of(name, bytes), expected) {
                (Ok(kind), Ok(media_type)) => assert_eq!(kind.media_type, media_type, "{name}"),
                (Err(why), Err(part)) => assert!(why.contains(part), "{name}: {why}"),
                (found, _) => panic!("{name}: {found:?}"),
            }
        }
    }

    #[test]
    fn a_message_of_outlook_is_told_by_its_stream() {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....".to_vec();
        bytes.extend("__properties_version1.0".bytes().flat_map(|byte| [byte, 0]));
        assert!(kind_of("mail.msg", &bytes).is_ok());
    }
}
