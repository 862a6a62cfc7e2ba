use std::io::{BufReader, Read};

use csv::StringRecord;
use rand::RngExt;

use super::*;
use crate::fuzz;
use crate::testing::code;

/// A card's line, and its columns or why it is refused.
type Told = (u64, Result<[String; 6], &'static str>);

fn cards(text: &[u8]) -> Vec<Told> {
    let mut cards = Cards::new(BufReader::with_capacity(7, text));
    let mut row = StringRecord::new();
    let mut told = Vec::new();
    while let Some(TableRow { line, refused }) = cards.next(&mut row).unwrap() {
        let texts = match refused {
            None => Ok(std::array::from_fn(|place| row[place].to_owned())),
            Some(refused) => {
                assert!(row.is_empty(), "{refused}");
                Err(code(refused))
            }
        };
        told.push((line, texts));
    }
    assert_eq!(told.remove(0), (1, Ok(HEADER.map(str::to_owned))));
    told
}

/// The only card's id, full name, family name and given name.
#[track_caller]
fn card(lines: &[&str]) -> [String; 4] {
    let text = format!("BEGIN:VCARD\r\n{}\r\nEND:VCARD\r\n", lines.join("\r\n"));
    let cards = cards(text.as_bytes());
    let [(1, Ok([id, _, _, full, family, given]))] = &cards[..] else {
        panic!("{cards:?}")
    };
    [id, full, family, given].map(Clone::clone)
}

#[test]
fn version_4() {
    let lines = [
        "VERSION:4.0",
        "UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
        "FN;PID=1.1:Zoë Müller\\, Dr.",
        "FN;LANGUAGE=tlh:zoy",
        "N;SORT-AS=\"Muller;a:b\":Müller\\, Dr.;Zoë;;;",
        "EMAIL;PREF=1:zoe@example.com",
    ];
    let uid = "urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1";
    assert_eq!(card(&lines), [uid, "Zoë Müller, Dr.", "Müller, Dr.", "Zoë"]);
}

#[test]
fn version_3_from_apple_and_google() {
    let lines = [
        "VERSION:3.0",
        "PRODID:-//Example//Address Book//EN",
        "N:Example;Ann;B.;;",
        "FN:Ann B. Exam",
        " ple",
        "item1.EMAIL;type=INTERNET;type=pref:ann@example.com",
        "EMAIL;type=INTERNET:second@example.com",
        "item1.X-ABLabel:_$!<Other>!$_",
        "NOTE:one\\nUID:none of this",
    ];
    let expected = ["ann@example.com", "Ann B. Example", "Example", "Ann"];
    assert_eq!(card(&lines), expected);
}

#[test]
fn version_2_1_with_quoted_printable() {
    let lines = [
        "VERSION:2.1",
        "N;LANGUAGE=de;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:M=FCller;Zo=EB",
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB =",
        "M=C3=BCller",
        "EMAIL;PREF;INTERNET:zoe\\x@example.com",
        "X-MS-IMADDRESS;QUOTED-PRINTABLE:=",
        "",
    ];
    let expected = ["zoe\\x@example.com", "Zoë Müller", "Müller", "Zoë"];
    assert_eq!(card(&lines), expected);
    let plain = [
        "UID:1",
        "FN;QUOTED-PRINTABLE:Zo=C3=AB",
        "N;ENCODING=quoted-printable:M=C3=BC",
    ];
    assert_eq!(card(&plain), ["1", "Zoë", "Mü", ""]);
}

#[test]
fn bytes_that_are_not_utf_8_or_are_broken_by_a_fold() {
    let told = |text: &[u8]| {
        let card = [b"BEGIN:VCARD\nUID:1\n", text, b"\nEND:VCARD"].concat();
        cards(&card).remove(0).1.map(|texts| texts[3].clone())
    };
    let zoe = || Ok("Zoë".to_owned());
    assert_eq!(told(b"FN:Zo\xc3\r\n \xab"), zoe());
    assert_eq!(told(b"VERSION:2.1\nFN;CHARSET=windows-1252:Zo\xeb"), zoe());
    assert_eq!(told(b"FN;CHARSET=no-such:Zo\xc3\xab"), zoe());
    assert_eq!(told(b"NOTE:Zo\xeb\nFN:Zo\xc3\xab"), zoe());
    for bad in [
        &b"FN:Zo\xeb"[..],
        b"FN;QUOTED-PRINTABLE:Zo=EB",
        b"FN;CHARSET=utf-8;QUOTED-PRINTABLE:Zo=EB",
    ] {
        assert_eq!(told(bad), Err("not_utf8"));
    }
}

#[test]
fn lines_end_with_lf_crlf_or_cr() {
    for end in ["\n", "\r\n", "\r"] {
        let text = [
            "",
            "BEGIN:VCARD",
            "UID:1",
            "FN:Ann",
            "  Example",
            "END:VCARD",
            "",
        ]
        .join(end);
        let text = text.repeat(2);
        let lines: Vec<_> = cards(text.as_bytes())
            .into_iter()
            .map(|(line, texts)| (line, texts.unwrap()[3].clone()))
            .collect();
        let ann = || "Ann Example".to_owned();
        assert_eq!(lines, [(2, ann()), (8, ann())], "{end:?}");
    }
}

#[test]
fn a_card_without_uid_uses_its_address_or_a_mapped_column() {
    let text =
        b"BEGIN:VCARD\nUID: \nEMAIL:a@example.com\nEND:VCARD\nBEGIN:VCARD\nFN:Ann\nEND:VCARD";
    let ids: Vec<_> = cards(text)
        .into_iter()
        .map(|(_, texts)| texts.unwrap())
        .map(|[id, uid, email, ..]| [id, uid, email])
        .collect();
    assert_eq!(ids, [["a@example.com", " ", "a@example.com"], ["", "", ""]]);
}

#[test]
fn groups_and_places_are_skipped_and_organisations_are_not() {
    let text: String = [
        "KIND:group",
        "X-ADDRESSBOOKSERVER-KIND:group",
        "kind;VALUE=text:Location",
        "KIND:org",
        "KIND:individual",
        "KIND:x-other",
    ]
    .map(|kind| format!("BEGIN:VCARD\nUID:{kind}\n{kind}\nEND:VCARD\n"))
    .concat();
    let taken: Vec<_> = cards(text.as_bytes())
        .into_iter()
        .map(|(line, texts)| (line, texts.unwrap()[0].clone()))
        .collect();
    let kind = |line, kind: &str| (line, kind.to_owned());
    assert_eq!(
        taken,
        [
            kind(13, "KIND:org"),
            kind(17, "KIND:individual"),
            kind(21, "KIND:x-other")
        ]
    );
}

#[test]
fn a_broken_card_does_not_affect_others() {
    let text = b"junk\nmore\n\nbegin:vcard\nUID:1\nBEGIN:VCARD \nUID:2\nend:vcard\n\
        END:VCARD\nUID:3\nBEGIN:VCARD\nUID:4\nUID:5\nEND:VCARD\nBEGIN:VCARD\nNOTE:nobody\nEND:VCARD\n\
        BEGIN:VCARD\nUID:6\nUID:6\nEND:VCARD\nBEGIN:VCARD\nUID:7\n";
    let told: Vec<_> = cards(text)
        .into_iter()
        .map(|(line, texts)| (line, texts.map(|texts| texts[0].clone())))
        .collect();
    assert_eq!(
        told,
        [
            (1, Err("not_a_card")),
            (4, Err("unended_card")),
            (6, Ok("2".to_owned())),
            (9, Err("not_a_card")),
            (11, Err("repeated_member")),
            (15, Err("missing_member")),
            (18, Ok("6".to_owned())),
            (22, Err("unended_card")),
        ]
    );
}

#[test]
fn an_agents_card_is_part_of_the_outer_card() {
    let lines = [
        "VERSION:2.1",
        "AGENT:",
        "BEGIN:VCARD",
        "UID:2",
        "END:VCARD",
        "UID:1",
    ];
    assert_eq!(card(&lines)[0], "1");
    let text = "BEGIN:VCARD\nUID:1\nAGENT:\nBEGIN:VCARD\nUID:2\nBEGIN:VCARD\nUID:3\nEND:VCARD\n";
    let told = cards(text.as_bytes());
    assert_eq!(told[0], (1, Err("unended_card")));
    assert_eq!(told[1].1.as_ref().unwrap()[0], "3");
}

#[test]
fn a_picture_may_be_large_and_a_name_may_not() {
    let picture = "A".repeat(3 << 20);
    assert_eq!(
        card(&[&format!("PHOTO;ENCODING=b:{picture}="), "UID:1"])[0],
        "1"
    );
    let folded = "A".repeat(70) + "\r\n ";
    let folded = folded.repeat(100_000);
    assert_eq!(
        card(&[&format!("PHOTO;ENCODING=b:{folded}A"), "UID:1"])[0],
        "1"
    );
    let unfolded = "AAAA\r\n".repeat(10);
    assert_eq!(
        card(&[&format!("PHOTO;BASE64:\r\n{unfolded}"), "UID:1"])[0],
        "1"
    );

    let long =
        format!("BEGIN:VCARD\nFN:{picture}\nUID:1\nEND:VCARD\nBEGIN:VCARD\nUID:2\nEND:VCARD\n");
    let told = cards(long.as_bytes());
    assert_eq!(told[0], (1, Err("invalid_value")));
    assert_eq!(told[1].1.as_ref().unwrap()[0], "2");
}

/// The start of a note in quoted-printable text.
const NOTE: &str = "NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:";

#[test]
fn the_lines_of_a_long_note_are_not_lines_of_the_card() {
    let lines = "UID:invented=\r\nEMAIL:invented@example.com=\r\n=\r\nEND:VCARD=\r\nBEGIN:VCARD=\r\n\
        AGENT:=\r\nKIND:group=\r\nFN:Nobody=\r\nVERSION:4.0=\r\n";
    let note = lines.repeat((200 << 10) / lines.len());
    let with = |end: &str| card(&[&format!("{NOTE}=\r\n{note}{end}"), "UID:1", "FN:Ann"]);
    assert_eq!(with("the end"), ["1", "Ann", "", ""]);
    // An empty line ends it too.
    assert_eq!(with(""), ["1", "Ann", "", ""]);
}

#[test]
fn the_kept_part_may_end_with_an_equals_sign_that_ends_no_line() {
    let head = "A".repeat((64 << 10) - NOTE.len() - 1);
    for rest in ["3D", "=3D", &"=3D".repeat(10_000)] {
        let long = format!("{NOTE}{head}={rest}");
        assert_eq!(card(&[&long, "UID:1"])[0], "1");
        // And the reverse: the kept part does not end with `=`, but the line does.
        let long = format!("{NOTE}{head}A{rest}=");
        assert_eq!(card(&[&long, "UID:invented", "UID:1"])[0], "1");
    }
}

#[test]
fn a_note_near_the_kept_length_invents_nobody() {
    let pieces = ["UID:x", "END:VCARD", "BEGIN:VCARD", "=3D", "A", "=3D=", ""];
    fuzz::each(30, |random| {
        let mut note = NOTE.to_owned() + &"A".repeat(random.random_range(65_300..65_500));
        for _ in 0..random.random_range(0..40) {
            note += "=\r\n";
            note += pieces[random.random_range(0..pieces.len())];
        }
        // Its last line does not end with an equals sign.
        note += "=\r\n.";
        assert_eq!(card(&[&note, "UID:1", "FN:Ann"]), ["1", "Ann", "", ""]);
    });
}

#[test]
fn an_endless_card_is_read_in_little_memory() {
    let begin = &b"BEGIN:VCARD\nNOTE:"[..];
    let endless = begin.chain(std::io::repeat(b'x').take(32 << 20));
    let mut cards = Cards::new(BufReader::new(endless));
    let mut row = StringRecord::new();
    cards.next(&mut row).unwrap();
    let refused = cards.next(&mut row).unwrap().unwrap().refused;
    assert_eq!(refused.unwrap().code, "unended_card");
    assert_eq!(cards.next(&mut row).unwrap(), None);
}

#[test]
fn damaged_cards_invent_nobody() {
    let text = include_str!("../../tests/exports/vcard.vcf");
    // Quoted-printable text cannot be found in its encoded form.
    let plain = text.split_once("BEGIN:VCARD\nVERSION:2.1").unwrap().0;
    let pieces = [
        ";ENCODING=QUOTED-PRINTABLE",
        ";CHARSET=utf-16",
        "\n",
        "\r",
        "\r\n ",
        ":",
        ";",
        "=\n",
        "\\",
        "\\,",
        "BEGIN:VCARD\n",
        "END:VCARD\n",
        "AGENT:\n",
        "UID:x\n",
        "KIND:group\n",
        "\"",
        "\0",
        "é",
    ];
    fuzz::each(1_000, |random| {
        let is_plain = random.random();
        let (text, pieces) = if is_plain {
            (plain, &pieces[2..])
        } else {
            (text, &pieces[..])
        };
        let mut text = text.as_bytes().to_vec();
        fuzz::spoil(random, &mut text, pieces);
        let told = cards(&text);
        let text = String::from_utf8_lossy(&text);
        let begins = text.to_ascii_uppercase().matches("BEGIN:VCARD").count();
        // Stray text is reported once before each card, and once at the end.
        assert!(told.len() <= 2 * begins + 1, "{text}");
        let lines: Vec<_> = told.iter().map(|(line, _)| *line).collect();
        assert!(lines.is_sorted(), "{lines:?} in {text}");
        if !is_plain {
            return;
        }
        let letters = fuzz::letters(&text.replace("\\n", "").replace("\\N", ""));
        for known in told
            .into_iter()
            .filter_map(|(_, texts)| texts.ok())
            .flatten()
        {
            assert!(
                letters.contains(&fuzz::letters(&known)),
                "{known} in {text}"
            );
        }
    });
}
