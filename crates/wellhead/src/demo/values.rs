//! Values of made-up records: one function per kind, in the order of its fields.

use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

use super::names;
use super::occasion::Occasion;

pub(super) fn person(_: &Occasion, rng: &mut StdRng) -> Vec<String> {
    [names::FIRST, names::LAST]
        .map(|names| one_of(names, rng).to_owned())
        .into()
}

pub(super) fn company(occasion: &Occasion, rng: &mut StdRng) -> Vec<String> {
    let name = trading_name(occasion.number);
    let domain = name.to_lowercase().replace(' ', "-") + ".example";
    let (country, form, tax_id) = *names::REGISTERS.choose(rng).expect("there are registers");
    let registered = format!("{name} {form}");
    let tax_id = digits(tax_id, rng);
    vec![name, domain, registered, tax_id, country.to_owned()]
}

pub(super) fn account(occasion: &Occasion, rng: &mut StdRng) -> Vec<String> {
    let place = (occasion.number - 1) % names::ACCOUNTS.len();
    let (name, sort) = names::ACCOUNTS[place];
    let currency = occasion.currency;
    let last_four = digits("####", rng);
    vec![
        name.to_owned(),
        sort.to_owned(),
        currency.to_owned(),
        last_four,
    ]
}

pub(super) fn invoice(occasion: &Occasion, rng: &mut StdRng) -> Vec<String> {
    // Records from before the sample are spread over several months.
    let before = if occasion.is_early {
        rng.random_range(0..150)
    } else {
        0
    };
    let issued = occasion.date(-before);
    let reference = format!("{}-{:04}", &issued[..4], occasion.number);
    let status = match (occasion.age + before, rng.random_range(0..100)) {
        (0..4, 0..50) => "draft",
        (46.., 0..88) | (4..46, 0..40) => "paid",
        (46.., 88..92) => "canceled",
        _ => "issued",
    };
    let term = [14, 30].choose(rng).copied().unwrap_or_default();
    let total = money(rng.random_range(2_900..480_000));
    let currency = occasion.currency.to_owned();
    let due = occasion.date(term - before);
    vec![reference, status.to_owned(), issued, due, currency, total]
}

pub(super) fn transaction(occasion: &Occasion, rng: &mut StdRng) -> Vec<String> {
    let (what, is_income) = *names::PAYMENTS.choose(rng).expect("there are payments");
    let other = trading_name(rng.random_range(1..=60));
    let amount = money(rng.random_range(450..320_000));
    let sign = if is_income { "" } else { "-" };
    let before = if occasion.is_early {
        rng.random_range(0..60)
    } else {
        0
    };
    let (booked, status) = match (occasion.age + before, rng.random_range(0..100)) {
        (0..2, _) => (String::new(), "pending"),
        (_, 0..2) => (String::new(), "canceled"),
        _ => (occasion.date(-before), "booked"),
    };
    vec![
        format!("{what} {other}"),
        format!("{sign}{amount}"),
        occasion.currency.to_owned(),
        booked,
        occasion.date(rng.random_range(0..2) - before),
        status.to_owned(),
    ]
}

pub(super) fn document(occasion: &Occasion, rng: &mut StdRng) -> Vec<String> {
    let (sort, media_type, extension) = *names::DOCUMENTS.choose(rng).expect("there are sorts");
    let (day, number) = (occasion.date(0), occasion.number);
    let halves: [u128; 2] = rng.random();
    let checksum = format!("{:032x}{:032x}", halves[0], halves[1]);
    vec![
        format!("{sort}-{day}-{number:03}.{extension}"),
        sort.to_owned(),
        media_type.to_owned(),
        rng.random_range(20_000..4_000_000).to_string(),
        checksum,
    ]
}

/// The name of a company by its number; the first 780 are all different.
fn trading_name(number: usize) -> String {
    let pairs = names::FIRMS.len() * names::TRADES.len();
    // The factor and the number of pairs are coprime.
    let pair = number * 331 % pairs;
    let (firm, trade) = (pair / names::TRADES.len(), pair % names::TRADES.len());
    format!("{} {}", names::FIRMS[firm], names::TRADES[trade])
}

fn one_of(names: &[&'static str], rng: &mut StdRng) -> &'static str {
    names.choose(rng).expect("there are names")
}

/// A pattern with each `#` replaced by a digit.
fn digits(pattern: &str, rng: &mut StdRng) -> String {
    let digit = |char| match char {
        '#' => char::from(b'0' + rng.random_range(0..10)),
        char => char,
    };
    pattern.chars().map(digit).collect()
}

/// An amount in cents, in the currency's main unit.
fn money(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn company_names_are_unique() {
        let names: HashSet<_> = (1..=780).map(trading_name).collect();
        assert_eq!(names.len(), 780);
    }
}
