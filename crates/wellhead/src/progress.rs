//! Progress bars; hidden unless standard error is a terminal.

use std::io::IsTerminal;

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar up to `total`, or a spinner if the total is unknown.
pub(crate) fn bar(total: Option<u64>, doing: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
    let template = match total {
        Some(_) => "{prefix} {wide_bar} {percent}% {msg} ({eta} left)",
        None => "{prefix} {spinner} {msg} ({elapsed})",
    };
    let style = ProgressStyle::with_template(template).expect("the template is well-formed");
    bar.with_style(style).with_prefix(doing)
}

/// Shows in `bar` how many of `what` are done, and how fast.
pub(crate) fn count(bar: &ProgressBar, done: u64, what: &str) {
    if bar.is_hidden() {
        return;
    }
    let rate = u128::from(done) * 1_000 / bar.elapsed().as_millis().max(1);
    let rate = u64::try_from(rate).unwrap_or(u64::MAX);
    bar.set_message(format!(
        "{} {what}, {}/s",
        HumanCount(done),
        HumanCount(rate)
    ));
}
