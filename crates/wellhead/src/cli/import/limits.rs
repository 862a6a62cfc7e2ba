use std::fmt;
use std::str::FromStr;

use anyhow::{Context, bail, ensure};
use clap::Args;

use super::steady::Steady;
use crate::cli::Usage;
use crate::import::{Reading, Source, Trailer};

/// Requirements on the files; the import fails if they are not met.
#[derive(Debug, Args)]
#[command(next_help_heading = "Requirements on the files")]
pub(super) struct Limits {
    /// Refuse all files if one row is bad, and write nothing
    #[arg(long)]
    pub(super) strict: bool,
    /// Fail if more rows than this are bad, such as 100 or 1%; rows already committed stay
    ///
    /// A number stops the import at the first row beyond it; a percentage is checked after all rows are read.
    #[arg(long, value_name = "N|P%")]
    max_rejected: Option<MaxRejected>,
    /// Fail, and sweep nothing, unless there are exactly this many rows, good or bad
    #[arg(long, value_name = "N")]
    expect: Option<u64>,
    /// Fail, and sweep nothing, unless the last line is {"end":true} or {"end":true,"count":N}
    ///
    /// Such a line shows that the producer finished, as in (producer && echo '{"end":true}'). It is a line of its
    /// own and not a row, whatever the format. N is the number of rows.
    #[arg(long)]
    trailer: bool,
}

/// How many rows may be bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MaxRejected {
    Rows(u64),
    /// A share of the rows read, in thousandths of a percent.
    Share(u64),
}

impl FromStr for MaxRejected {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        const HINT: &str = "give a number of rows or a percentage, such as 100 or 0.5%";
        ensure!(text.starts_with(|first: char| first.is_ascii_digit()), HINT);
        let Some(percent) = text.strip_suffix('%') else {
            return Ok(Self::Rows(text.parse().context(HINT)?));
        };
        let (whole, part) = percent.split_once('.').unwrap_or((percent, ""));
        ensure!(part.len() <= 3, "{HINT}, with at most three decimals");
        let thousandths: u64 = format!("{whole}{part:0<3}").parse().context(HINT)?;
        ensure!(thousandths <= 100_000, "{HINT}, at most 100%");
        Ok(Self::Share(thousandths))
    }
}

impl fmt::Display for MaxRejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rows(rows) => rows.fmt(f),
            Self::Share(thousandths) => {
                let part = format!("{:03}", thousandths % 1_000);
                let part = part.trim_end_matches('0');
                let point = if part.is_empty() { "" } else { "." };
                write!(f, "{}{point}{part}%", thousandths / 1_000)
            }
        }
    }
}

impl Limits {
    /// Whether the end of a pipe's data can be verified.
    pub(super) fn tell_the_end(&self) -> bool {
        self.trailer || self.expect.is_some()
    }

    /// Makes the source expect a trailer, if one is required.
    pub(super) fn trailed(&self, sources: &mut Vec<Source>) -> anyhow::Result<Option<Trailer>> {
        if !self.trailer {
            return Ok(None);
        }
        let (Some(source), true) = (sources.pop(), sources.is_empty()) else {
            bail!(Usage("--trailer takes only one FILE".to_owned()));
        };
        let trailer = Trailer::default();
        sources.push(Source::Trailed(Box::new(source), trailer.clone()));
        Ok(Some(trailer))
    }

    /// Whether to continue reading.
    ///
    /// # Errors
    /// The limit that is exceeded.
    pub(super) fn allow(&self, reading: &Reading<'_>) -> Result<(), String> {
        match self.max_rejected {
            Some(MaxRejected::Rows(most)) if reading.rejected() > most => {
                Err(self.too_many(reading))
            }
            _ => Ok(()),
        }
    }

    /// Whether everything that was read may count as a success.
    ///
    /// # Errors
    /// The requirement that is not met.
    pub(super) fn judge(
        &self,
        reading: &Reading<'_>,
        trailer: Option<&Trailer>,
        steady: &Steady,
    ) -> Result<(), String> {
        let (read, rejected) = (reading.read(), reading.rejected());
        steady.check()?;
        self.allow(reading)?;
        if let Some(trailer) = trailer {
            let end = trailer
                .found()
                .ok_or("the last line is not {\"end\":true}, so the producer did not finish")?;
            if let Some(count) = end.count.filter(|count| *count != read) {
                return Err(format!(
                    "{read} rows were read, but the last line says {count}"
                ));
            }
        }
        if let Some(expected) = self.expect.filter(|expected| *expected != read) {
            return Err(format!(
                "{read} rows were read, but --expect says {expected}"
            ));
        }
        if read > 0 && rejected >= read {
            let first = reading.first_rejection();
            let first = first.map(|first| format!(": {first}")).unwrap_or_default();
            return Err(format!("none of the {read} rows is good{first}"));
        }
        match self.max_rejected {
            Some(MaxRejected::Share(most))
                if u128::from(rejected) * 100_000 > u128::from(read) * u128::from(most) =>
            {
                Err(self.too_many(reading))
            }
            _ => Ok(()),
        }
    }

    fn too_many(&self, reading: &Reading<'_>) -> String {
        let (read, rejected) = (reading.read(), reading.rejected());
        let most = self.max_rejected.map(|it| it.to_string());
        let most = most.unwrap_or_default();
        format!("{rejected} of {read} rows were bad, more than --max-rejected {most}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_shares() {
        for (text, limit) in [
            ("0", MaxRejected::Rows(0)),
            ("100", MaxRejected::Rows(100)),
            ("0%", MaxRejected::Share(0)),
            ("1%", MaxRejected::Share(1_000)),
            ("0.5%", MaxRejected::Share(500)),
            ("2.125%", MaxRejected::Share(2_125)),
            ("100%", MaxRejected::Share(100_000)),
        ] {
            assert_eq!(text.parse::<MaxRejected>().unwrap(), limit, "{text}");
            assert_eq!(limit.to_string(), text);
        }
        for bad in ["", "%", "-1", "1.5", "101%", "1.2345%", "x%", "1 %", "+1%"] {
            assert!(bad.parse::<MaxRejected>().is_err(), "{bad}");
        }
    }
}
