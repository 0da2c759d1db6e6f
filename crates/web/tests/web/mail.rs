//! Mail: the outbox goes out by SMTP, what fails is tried again, and without a server nothing leaves.

use std::sync::{Arc, Mutex};

use clew_plan::AccountId;
use clew_web::{MailSettings, Settings, send_due};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::host::{Host, caller};

/// A mail server that takes everything, and keeps what it was given.
struct MailServer {
    address: String,
    taken: Arc<Mutex<Vec<String>>>,
}

impl MailServer {
    /// `answer` is what it says to a mail that was handed over whole.
    async fn answering(answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&taken);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, answer, Arc::clone(&kept)));
            }
        });
        Self { address, taken }
    }

    fn host(&self) -> Host {
        let server = format!("smtp://{}", self.address);
        let settings = Settings {
            mail: Some(MailSettings::new(&server, "Clew <clew@council.example>").unwrap()),
            base_address: "https://clew.example/".to_owned(),
            ..Settings::default()
        };
        Host::with("south-lanarkshire-2019-20", settings)
    }
}

async fn serve(stream: TcpStream, answer: &str, taken: Arc<Mutex<Vec<String>>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 mail.example\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let said = match line.split(' ').next().unwrap_or_default() {
            "EHLO" | "HELO" => "250 mail.example",
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.unwrap();
                let mut mail = String::new();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    mail.push_str(&line);
                    mail.push('\n');
                }
                taken.lock().unwrap().push(mail);
                answer
            }
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        if write
            .write_all(format!("{said}\r\n").as_bytes())
            .await
            .is_err()
        {
            return;
        }
    }
}

fn invite(host: &Host) {
    let service = host.app.service();
    service
        .invite_by_mail(
            &caller("invite"),
            &AccountId::from("owner"),
            "owner@council.example",
        )
        .unwrap();
}

#[tokio::test]
async fn an_invitation_goes_out_once_with_a_link_that_works() {
    let server = MailServer::answering("250 taken").await;
    let host = server.host();
    invite(&host);
    assert_eq!(send_due(&host.app).await.unwrap(), 1);
    assert_eq!(send_due(&host.app).await.unwrap(), 0, "once");
    // A line that is too long for a mail goes on in the next one, after an equals sign.
    let mail = server.taken.lock().unwrap().concat().replace("=\n", "");
    assert!(
        mail.contains("To: owner@council.example")
            && mail.contains("From: Clew <clew@council.example>"),
        "{mail}"
    );
    let link = mail
        .lines()
        .find(|line| line.starts_with("https://clew.example/invitation/"))
        .unwrap();
    let page = host
        .get(link.trim_start_matches("https://clew.example"), "")
        .await;
    assert!(page.text.contains("Choose a password"), "{}", page.text);
    let outbox = host
        .app
        .service()
        .outbox(&AccountId::from("administrator"), 10)
        .unwrap();
    assert!(outbox[0].sent.is_some() && outbox[0].due.is_none());
}

#[tokio::test]
async fn a_mail_that_could_not_go_is_tried_again_later_and_says_why() {
    let server = MailServer::answering("451 the disk is full").await;
    let host = server.host();
    invite(&host);
    assert_eq!(send_due(&host.app).await.unwrap(), 0);
    let outbox = host
        .app
        .service()
        .outbox(&AccountId::from("administrator"), 10)
        .unwrap();
    assert_eq!(outbox[0].tries, 1);
    assert!(
        outbox[0]
            .failure
            .as_ref()
            .unwrap()
            .contains("the disk is full")
    );
    assert!(outbox[0].due.unwrap() > host.app.now(), "later");
    let cookie = host.signed_in("administrator").await;
    let page = host.get("/admin/outbox", &cookie).await;
    assert!(page.text.contains("the disk is full") && !page.text.contains("/invitation/"));
}

#[tokio::test]
async fn without_a_mail_server_nothing_leaves_the_outbox() {
    let host = Host::new();
    invite(&host);
    assert_eq!(send_due(&host.app).await.unwrap(), 0);
    let outbox = host
        .app
        .service()
        .outbox(&AccountId::from("administrator"), 10)
        .unwrap();
    assert_eq!((outbox[0].tries, outbox[0].sent), (0, None));
    let cookie = host.signed_in("performance-officer").await;
    let page = host.get("/admin/outbox", &cookie).await;
    assert!(page.text.contains("Nothing is sent"), "{}", page.text);
}
