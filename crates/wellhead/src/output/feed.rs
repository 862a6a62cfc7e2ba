use std::io;

use wellhead_csv::Table;

use super::{Output, Row, for_whoever_looks, harmless, shown, written};
use crate::terminal::safe_lines;

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
            text += &self.line(R::COLUMNS.iter().map(|it| (*it).to_owned()).collect());
        }
        self.begun = true;
        text += &match self.output {
            Output::Json => harmless(serde_json::to_string(row)?) + "\n",
            Output::Text | Output::Csv => self.line(row.cells()),
        };
        written(text.as_bytes())
    }

    fn line(&self, cells: Vec<String>) -> String {
        if self.output == Output::Text {
            return safe_lines(shown(cells).join("  ").trim_end()) + "\n";
        }
        let mut line = Table::default();
        line.row(cells);
        for_whoever_looks(&line.into_text()).into_owned()
    }
}
