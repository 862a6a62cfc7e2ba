//! Where a request or a message belongs in a trace, as W3C's Trace Context has it, so that it can be followed from one service to the
//! next.

use std::fmt;

use uuid::Uuid;

use crate::host::Host;

/// A trace, by 128 bits, which are not all 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceId(u128);

impl TraceId {
    /// The id as a number.
    #[must_use]
    pub const fn number(self) -> u128 {
        self.0
    }

    fn random(host: &dyn Host) -> Self {
        let mut bytes = [0; 16];
        host.fill_random(&mut bytes);
        Self(u128::from_be_bytes(bytes).max(1))
    }
}

impl From<Uuid> for TraceId {
    fn from(id: Uuid) -> Self {
        Self(id.as_u128().max(1))
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// A part of a trace, by 64 bits, which are not all 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpanId(u64);

impl SpanId {
    fn random(host: &dyn Host) -> Self {
        let mut bytes = [0; 8];
        host.fill_random(&mut bytes);
        Self(u64::from_be_bytes(bytes).max(1))
    }
}

impl fmt::Display for SpanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// A part of a trace that begins here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceContext {
    /// The trace.
    pub trace: TraceId,
    /// This part of it.
    pub span: SpanId,
    /// The part of the trace, in another service, that has led here.
    pub parent: Option<SpanId>,
    /// Whether whoever began the trace keeps it.
    pub is_sampled: bool,
}

impl TraceContext {
    /// Begins a trace.
    #[must_use]
    pub fn new(host: &dyn Host) -> Self {
        Self::within(TraceId::random(host), host)
    }

    /// Begins the trace that has this id.
    #[must_use]
    pub fn within(trace: TraceId, host: &dyn Host) -> Self {
        Self {
            trace,
            span: SpanId::random(host),
            parent: None,
            is_sampled: true,
        }
    }

    /// Goes on with the trace of a `traceparent`. `None` if it cannot be read: then the trace is lost, as the specification wants it.
    #[must_use]
    pub fn after(traceparent: &str, host: &dyn Host) -> Option<Self> {
        let mut parts = traceparent.split('-');
        let version = digits(parts.next()?, 2)?;
        let trace = TraceId(digits(parts.next()?, 32).filter(|id| *id != 0)?);
        let parent = digits(parts.next()?, 16).filter(|id| *id != 0)?;
        let flags = digits(parts.next()?, 2)?;
        // A later version may have more parts; there is none with the number 255.
        if version == 0xff || version == 0 && parts.next().is_some() {
            return None;
        }
        Some(Self {
            trace,
            span: SpanId::random(host),
            parent: Some(SpanId(u64::try_from(parent).ok()?)),
            is_sampled: flags & 1 == 1,
        })
    }

    /// The `traceparent` for whoever is asked next.
    #[must_use]
    pub fn traceparent(&self) -> String {
        let flags = u8::from(self.is_sampled);
        format!("00-{}-{}-{flags:02x}", self.trace, self.span)
    }
}

/// A number of so many hexadecimal digits, which have to be lower-case.
fn digits(text: &str, many: usize) -> Option<u128> {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let is_number = text.len() == many && text.bytes().all(is_digit);
    u128::from_str_radix(text, 16).ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::time::Timestamp;

    struct Ones;

    impl Host for Ones {
        fn now(&self) -> Timestamp {
            Timestamp::from_micros(0)
        }

        fn instant(&self) -> Instant {
            unreachable!("nothing is measured")
        }

        fn fill_random(&self, bytes: &mut [u8]) {
            bytes.fill(1);
        }
    }

    const GIVEN: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_trace_goes_on() {
        let context = TraceContext::after(GIVEN, &Ones).unwrap();
        assert_eq!(
            context.trace.to_string(),
            "4bf92f3577b34da6a3ce929d0e0e4736"
        );
        assert_eq!(context.parent.unwrap().to_string(), "00f067aa0ba902b7");
        assert_eq!(
            context.traceparent(),
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0101010101010101-01"
        );
        let unsampled = GIVEN.replace("-01", "-00");
        let context = TraceContext::after(&unsampled, &Ones).unwrap();
        assert!(context.traceparent().ends_with("-00"));
        let later = format!("cc{}-what-ever", &GIVEN[2..]);
        assert!(TraceContext::after(&later, &Ones).is_some());
    }

    #[test]
    fn one_that_cannot_be_read_is_lost() {
        let made = TraceContext::new(&Ones);
        assert_eq!(
            made.traceparent(),
            format!("00-{}-{}-01", "01".repeat(16), "01".repeat(8))
        );
        for bad in [
            "",
            "00",
            "00-xyz-1-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-+bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        ] {
            assert_eq!(TraceContext::after(bad, &Ones), None, "{bad}");
        }
    }
}
