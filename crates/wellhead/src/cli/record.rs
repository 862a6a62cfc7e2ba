//! The `--record` option, for commands that work on one kind of record.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use wellhead_core::record::Kind;

/// Parses a kind of record. The help lists the known kinds, as does the error for an unknown one.
pub(super) fn kind() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.map(Kind::as_str))
        .map(|name| name.parse().expect("the parser took a kind's name"))
}
