//! What processes use, according to Linux's `/proc`.

use std::collections::HashMap;
use std::fs;
use std::iter::Sum;
use std::ops::Sub;
use std::time::Duration;

use anyhow::Context;

/// `/proc` counts in hundredths of a second on every architecture with a Rust toolchain.
const TICKS_PER_SECOND: u64 = 100;

/// CPU time, user and system together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Cpu {
    ticks: u64,
}

impl Cpu {
    /// The time used by one process and its terminated children.
    pub(crate) fn of_process(pid: u32) -> anyhow::Result<Self> {
        let stat = Stat::read(pid)?;
        Ok(stat.own + stat.gone_children)
    }

    /// The time used by a process and all of its children, for servers with a process per connection.
    pub(crate) fn of_family(pid: u32) -> anyhow::Result<Self> {
        let living: Self = children(pid).map(|(_, stat)| stat.own).sum();
        Ok(Self::of_process(pid)? + living)
    }

    pub(crate) fn time(self) -> Duration {
        Duration::from_millis(self.ticks * 1_000 / TICKS_PER_SECOND)
    }
}

impl std::ops::Add for Cpu {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            ticks: self.ticks + other.ticks,
        }
    }
}

impl Sub for Cpu {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self {
            ticks: self.ticks.saturating_sub(earlier.ticks),
        }
    }
}

impl Sum for Cpu {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, next| sum + next)
    }
}

/// From `/proc/PID/stat`.
#[derive(Debug, PartialEq, Eq)]
struct Stat {
    parent: u32,
    own: Cpu,
    gone_children: Cpu,
}

impl Stat {
    fn read(pid: u32) -> anyhow::Result<Self> {
        let path = format!("/proc/{pid}/stat");
        let text = fs::read_to_string(&path)
            .with_context(|| format!("{path} cannot be read; processes are measured on Linux"))?;
        Self::parse(&text).with_context(|| format!("{path} has another form"))
    }

    fn parse(text: &str) -> Option<Self> {
        // The name in parentheses may contain anything.
        let (_, rest) = text.rsplit_once(") ")?;
        let fields: Vec<&str> = rest.split(' ').collect();
        let number = |index: usize| fields.get(index)?.parse::<u64>().ok();
        let cpu = |index| {
            Some(Cpu {
                ticks: number(index)? + number(index + 1)?,
            })
        };
        Some(Self {
            parent: u32::try_from(number(1)?).ok()?,
            own: cpu(11)?,
            gone_children: cpu(13)?,
        })
    }
}

/// A process's children that still exist when they are looked at.
fn children(parent: u32) -> impl Iterator<Item = (u32, Stat)> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(move |entry| {
        let pid = entry.file_name().to_str()?.parse().ok()?;
        let stat = Stat::read(pid).ok()?;
        (stat.parent == parent).then_some((pid, stat))
    })
}

/// The bytes that a process's living children have read from the disk.
pub(crate) fn read_by_family(pid: u32) -> anyhow::Result<u64> {
    let mut bytes = 0;
    for (child, _) in children(pid) {
        let path = format!("/proc/{child}/io");
        let text = fs::read_to_string(&path)
            .with_context(|| format!("{path} belongs to somebody else"))?;
        let mut lines = text.lines();
        let read = lines.find_map(|line| line.strip_prefix("read_bytes: "));
        let read = read.with_context(|| format!("{path} has another form"))?;
        bytes += read.parse::<u64>()?;
    }
    Ok(bytes)
}

/// A process's memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Memory {
    pub(crate) resident_kib: u32,
    pub(crate) peak_kib: u32,
}

impl Memory {
    pub(crate) fn of(pid: u32) -> anyhow::Result<Self> {
        let path = format!("/proc/{pid}/status");
        let text = fs::read_to_string(&path)?;
        let lines: HashMap<_, _> = text.lines().filter_map(|it| it.split_once(':')).collect();
        let kib = |name: &str| {
            let value = lines.get(name)?.trim().strip_suffix(" kB")?;
            value.parse().ok()
        };
        let memory = || {
            Some(Self {
                resident_kib: kib("VmRSS")?,
                peak_kib: kib("VmHWM")?,
            })
        };
        memory().with_context(|| format!("{path} has another form"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stat_is_read_whatever_the_process_is_called() {
        let text = "42 (a) b (c) S 7 42 42 0 -1 4194560 1 2 3 4 250 50 20 10 20 0 1 0 5 6 7";
        let stat = Stat::parse(text).unwrap();
        assert_eq!(stat.parent, 7);
        assert_eq!(stat.own.time(), Duration::from_secs(3));
        assert_eq!(stat.gone_children.time(), Duration::from_millis(300));
    }

    #[test]
    fn this_process_has_memory() {
        let memory = Memory::of(std::process::id()).unwrap();
        assert!(memory.resident_kib > 0 && memory.peak_kib >= memory.resident_kib);
    }
}
