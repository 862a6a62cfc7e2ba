use std::collections::BTreeMap;

use maud::{Markup, html};
use wellhead_core::resource::{Bucket, Direction};
use wellhead_core::store::Activity;
use wellhead_core::time::Timestamp;

use super::{Width, figure, float, px, step};
use crate::console::table::{Column, Row, Table};
use crate::console::words::{self, count};

const LEFT: f64 = 52.0;
const RIGHT: f64 = 8.0;
const TOP: f64 = 14.0;
const HEIGHT: f64 = 190.0;
const BOTTOM: f64 = 26.0;

/// The links in and out during each stretch of time.
type Stretches = BTreeMap<Timestamp, (u64, u64)>;

/// Links by stretch of time, from `since` until just before `until`, which can be later than `now`. Links in grow up, links out grow down.
pub(in crate::console) fn bars(
    bucket: Bucket,
    since: Timestamp,
    until: Timestamp,
    now: Timestamp,
    activity: &[Activity],
) -> Markup {
    let mut stretches = Stretches::new();
    for it in activity {
        let (input, output) = stretches.entry(it.start).or_default();
        match it.direction {
            Direction::Input => *input += it.links,
            Direction::Output => *output += it.links,
        }
    }
    let total = |of: fn(&(u64, u64)) -> u64| stretches.values().map(of).sum::<u64>();
    let (input, output) = (total(|it| it.0), total(|it| it.1));
    let caption = html! {
        span.key.in { (count(input)) " in" }
        span.key.out { (count(output)) " out" }
        span { "by " (bucket) ", " (words::date(since)) " to " (words::date(now)) " (UTC); soft-deleted links count" }
    };
    let columns = [
        Column::new(title(bucket)),
        Column::number("In"),
        Column::number("Out"),
    ];
    let rows = stretches.iter().rev().map(|(start, (input, output))| {
        Row::new([
            html! { (label(bucket, *start)) },
            html! { (count(*input)) },
            html! { (count(*output)) },
        ])
    });
    let table = Table::new("Links over time, as a table", columns, rows);
    let draw = |width| draw(width, bucket, since, until, &stretches);
    figure(&caption, draw, &table)
}

fn draw(
    width: Width,
    bucket: Bucket,
    since: Timestamp,
    until: Timestamp,
    stretches: &Stretches,
) -> Markup {
    let most_in = stretches.values().map(|it| it.0).max().unwrap_or(0);
    let most_out = stretches.values().map(|it| it.1).max().unwrap_or(0);
    let scale = HEIGHT / float((most_in + most_out).max(1));
    let zero = TOP + float(most_in) * scale;
    let plot = width.units() - LEFT - RIGHT;
    let micros = |from: Timestamp, to: Timestamp| {
        float((to.as_micros() - from.as_micros()).max(0).cast_unsigned())
    };
    let x = |at| LEFT + plot * micros(since, at) / micros(since, until).max(1.0);
    let slot = x(since.plus_micros(bucket.micros())) - LEFT;
    let bar = (slot * 0.78).max(1.0);
    let step = step(most_in.max(most_out));
    let lines = |most: u64| (1..=most / step).map(move |it| it * step);
    let every = if width == Width::Wide { 90.0 } else { 80.0 };
    let mut labels = Vec::new();
    let mut start = bucket.start(since);
    let mut free_from = LEFT;
    while start < until {
        if start >= since && x(start) >= free_from && x(start) < width.units() - 40.0 {
            labels.push(start);
            free_from = x(start) + every;
        }
        start = start.plus_micros(bucket.micros());
    }
    html! {
        svg class={ "chart bars " (width.class()) } role="img" aria-label="Bar chart of links in and out over time"
            viewBox={ "0 0 " (width.units()) " " (TOP + HEIGHT + BOTTOM) } {
            g.grid {
                @for value in lines(most_in) {
                    (line(width, value, zero - float(value) * scale))
                }
                @for value in lines(most_out) {
                    (line(width, value, zero + float(value) * scale))
                }
                line.axis x1=(LEFT) x2=(width.units() - RIGHT) y1=(px(zero)) y2=(px(zero)) {}
            }
            @for (start, (input, output)) in stretches {
                @let left = px(x(*start) + (slot - bar) / 2.0);
                @let (up, down) = (float(*input) * scale, float(*output) * scale);
                g.slot {
                    title { (label(bucket, *start)) ": " (count(*input)) " in, " (count(*output)) " out" }
                    rect.reach x=(px(x(*start))) y=(TOP) width=(px(slot)) height=(HEIGHT) {}
                    @if *input > 0 {
                        rect.in x=(left) y=(px(zero - up.max(1.0))) width=(px(bar)) height=(px(up.max(1.0))) {}
                    }
                    @if *output > 0 {
                        rect.out x=(left) y=(px(zero)) width=(px(bar)) height=(px(down.max(1.0))) {}
                    }
                }
            }
            g.labels {
                @for start in labels {
                    text x=(px(x(start))) y=(TOP + HEIGHT + 18.0) { (short(bucket, start)) }
                }
            }
        }
    }
}

fn line(width: Width, value: u64, y: f64) -> Markup {
    html! {
        line x1=(LEFT) x2=(width.units() - RIGHT) y1=(px(y)) y2=(px(y)) {}
        text.value x=(LEFT - 8.0) y=(px(y + 4.0)) { (count(value)) }
    }
}

const fn title(bucket: Bucket) -> &'static str {
    match bucket {
        Bucket::Hour => "Hour from",
        Bucket::Day => "Day (UTC)",
        Bucket::Week => "Week from (UTC)",
    }
}

fn label(bucket: Bucket, start: Timestamp) -> String {
    match bucket {
        Bucket::Hour => words::minute(start),
        Bucket::Day | Bucket::Week => words::date(start),
    }
}

fn short(bucket: Bucket, start: Timestamp) -> String {
    match bucket {
        Bucket::Hour => {
            format!("{} {}", words::day_and_month(start), words::clock(start))
        }
        Bucket::Day | Bucket::Week => words::day_and_month(start),
    }
}
