use std::collections::BTreeSet;

use super::*;

/// What a search finds in an index, and how many entries it looks at.
fn found(text: &str, index: &BTreeSet<String>) -> (Vec<String>, usize) {
    let search = Search::parse(text).unwrap();
    let (mut found, mut looks) = (Vec::new(), 0);
    let mut from = Some(search.first());
    while let Some(place) = from {
        let Some(entry) = index.range(place.clone()..).next() else {
            break;
        };
        looks += 1;
        let leap = search.leap(entry);
        if let Some(beginning) = &leap.found {
            let end = Search::end(beginning);
            found.extend(index.range(beginning.clone()..end).cloned());
        }
        if let Some(next) = &leap.next {
            assert!(
                *next > place && next > entry,
                "{text}: {next:?} after {entry:?}"
            );
        }
        from = leap.next;
    }
    (found, looks)
}

fn index(names: &[&str]) -> BTreeSet<String> {
    names.iter().filter_map(|name| name_key(name)).collect()
}

#[test]
fn accents_and_case_do_not_matter() {
    for (text, name) in [
        ("jose", "José"),
        ("JOSÉ g", "Jose Garcia"),
        ("Soren", "Søren"),
        ("lukasz", "ŁUKASZ"),
        ("strasse", "Straße"),
        ("straße", "Strasse 5"),
        ("gros", "Groß"),
        ("aesir", "Æsir"),
        ("nguyen thi", "Nguyễn Thị Hà"),
        ("istanbul", "İstanbul"),
        ("ελλη", "Έλλη"),
        ("елкин", "Ёлкин"),
        ("x", "x\u{302}y"),
        ("xy", "x\u{302}y"),
        ("가", "가온"),
        ("が", "がく"),
    ] {
        assert_eq!(
            found(text, &index(&[name, "A", "Zz"])).0,
            [name_key(name).unwrap()],
            "{text}"
        );
    }
    for (text, name) in [
        ("か", "が"),
        ("jose", "Jos"),
        ("strase", "Straße"),
        ("\u{301}", "é"),
    ] {
        assert_eq!(found(text, &index(&[name])).0, [""; 0], "{text}");
    }
}

/// In an index of names that are like each other, each search finds what a look at each entry does.
#[test]
fn no_match_is_leapt_over() {
    let letters = [
        "a",
        "á",
        "ä",
        "æ",
        "b",
        "e",
        "é",
        "s",
        "ß",
        "x\u{302}",
        "x",
        "\u{323}",
        "α",
        "ά",
        "ά\u{323}",
        "и",
        "Й",
    ];
    let mut entries = BTreeSet::new();
    for first in letters {
        for second in letters {
            for third in ["", "a", "ß", "é", "α", "\u{301}"] {
                entries.extend(name_key(&format!("{first}{second}{third}")));
            }
        }
    }
    // As further names lie in their index: not in one Unicode form, and with capitals beyond `Z`.
    entries.extend(["Éa", "ÀÉs", "e\u{301}a", "Йи"].map(str::to_owned));
    for text in letters
        .iter()
        .flat_map(|a| letters.iter().map(move |b| format!("{a}{b}")))
    {
        let Some(search) = Search::parse(&text) else {
            continue;
        };
        let matching = |entry: &&String| plain::plain(entry).starts_with(&search.plain);
        let expected: Vec<_> = entries.iter().filter(matching).cloned().collect();
        assert_eq!(found(&text, &entries).0, expected, "{text}");
    }
}

#[test]
fn few_entries_are_looked_at() {
    let accents = ["jo", "jó", "jô", "jö", "ju", "jú", "ma", "má"];
    let entries: BTreeSet<_> = accents
        .iter()
        .flat_map(|begin| (0..5_000).map(move |it| format!("{begin}{it:04}")))
        .chain(["jose".to_owned(), "jòsé".to_owned(), "jöse".to_owned()])
        .collect();
    let (found, looks) = found("josé", &entries);
    assert_eq!(found, ["jose", "jòsé", "jöse"]);
    assert!(looks < 20, "{looks} of {}", entries.len());
}

#[test]
fn what_cannot_be_searched_for() {
    assert_eq!(Search::parse("  "), None);
    assert_eq!(Search::parse(&"a".repeat(501)), None);
}
