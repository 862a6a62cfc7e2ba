use std::io::{self, IsTerminal};

use super::{Output, Row, harmless, shown, written};

/// Prints items one by one, as they come.
pub(crate) struct Feed {
    output: Output,
    begun: bool,
}

impl Feed {
    pub(crate) const fn new(output: Output) -> Self {
        Self {
            output,
            begun: false,
        }
    }

    /// Prints one item, in a line of its own. Returns whether anybody still reads: not if the pipe is closed
    /// (`wellhead … | head`).
    pub(crate) fn print<R: Row>(&mut self, row: &R) -> io::Result<bool> {
        let mut text = String::new();
        if !self.begun && self.output != Output::Json {
            text += &self.line(R::COLUMNS.iter().map(|it| (*it).to_owned()).collect())?;
        }
        self.begun = true;
        text += &match self.output {
            Output::Json => harmless(serde_json::to_string(row)?) + "\n",
            Output::Text | Output::Csv => self.line(row.cells())?,
        };
        written(text.as_bytes())
    }

    fn line(&self, cells: Vec<String>) -> io::Result<String> {
        if self.output == Output::Text {
            return Ok(shown(cells).join("  ").trim_end().to_owned() + "\n");
        }
        let cells = if io::stdout().is_terminal() {
            shown(cells)
        } else {
            cells
        };
        let mut line = csv::Writer::from_writer(Vec::new());
        line.write_record(cells)?;
        let line = line.into_inner().map_err(csv::IntoInnerError::into_error)?;
        String::from_utf8(line).map_err(io::Error::other)
    }
}
