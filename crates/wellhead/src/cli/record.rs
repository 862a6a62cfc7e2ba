//! `--record`, wherever a command is about one kind of record.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use wellhead_core::record::Kind;

/// Reads a kind of record; the known ones are in the help, and in the message about another.
pub(super) fn kind() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.map(Kind::as_str))
        .map(|name| name.parse().expect("the parser took a kind's name"))
}
