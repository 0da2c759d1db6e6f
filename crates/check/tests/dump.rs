//! dump
#[test]
fn dump() {
    let dir = std::env::var("CLEW_TRANSCRIPTIONS").unwrap();
    for id in std::env::var("CLEW_IDS").unwrap_or("000,001,002,003,004".into()).split(',') {
        let book = clew_exchange::workspace::read(&std::path::Path::new(&dir).join(id)).unwrap();
        let report = clew_check::check(&book);
        println!("=== {id}: {} findings", report.findings.len());
        for f in report.findings {
            println!("[{}] {} ({}) {}", f.severity, f.rule, f.document, f.message);
            for p in f.places.iter().take(4) { println!("      - {p}"); }
            if f.places.len() > 4 { println!("      … {} places", f.places.len()); }
        }
    }
}
