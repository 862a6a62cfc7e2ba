//! Tables. In a narrow window each row is a card, in which each cell says what it is: no column is out of sight.

use maud::{Markup, PreEscaped, Render, html};

/// A column, and what its cells are.
pub(super) struct Column {
    title: String,
    about: Option<&'static str>,
    is_number: bool,
    names_row: bool,
}

impl Column {
    pub(super) fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            about: None,
            is_number: false,
            names_row: false,
        }
    }

    /// Of numbers, which are compared by their last digits.
    pub(super) fn number(title: impl Into<String>) -> Self {
        Self::new(title).aligned(true)
    }

    /// Of what the rows are called.
    pub(super) fn naming(title: impl Into<String>) -> Self {
        Self {
            names_row: true,
            ..Self::new(title)
        }
    }

    /// Numbers or not, as with the field that it is of.
    pub(super) fn aligned(self, is_number: bool) -> Self {
        Self { is_number, ..self }
    }

    /// What it is about, for those who point at its title.
    pub(super) fn about(self, about: &'static str) -> Self {
        Self {
            about: Some(about),
            ..self
        }
    }

    fn cell(&self, content: &Markup) -> Markup {
        html! {
            @if self.names_row {
                th scope="row" role="rowheader" { div { (content) } }
            } @else if content.0.is_empty() {
                td.number[self.is_number] role="cell" {}
            } @else {
                td.number[self.is_number] role="cell" data-of=(self.title) { div { (content) } }
            }
        }
    }
}

/// A row: as many cells as there are columns.
pub(super) struct Row {
    cells: Vec<Markup>,
    is_gone: bool,
}

impl Row {
    pub(super) fn new(cells: impl IntoIterator<Item = Markup>) -> Self {
        Self {
            cells: cells.into_iter().collect(),
            is_gone: false,
        }
    }

    /// Of something that is over, if it is.
    pub(super) fn gone(self, is_gone: bool) -> Self {
        Self { is_gone, ..self }
    }

    /// The row in a table with these columns.
    pub(super) fn among(&self, columns: &[Column]) -> Markup {
        html! {
            tr.gone[self.is_gone] role="row" {
                @for (column, cell) in columns.iter().zip(&self.cells) { (column.cell(cell)) }
            }
        }
    }
}

/// A table, which scrolls on its own if the window is too narrow for it.
pub(super) struct Table<'a> {
    label: &'a str,
    columns: Vec<Column>,
    rows: Vec<Row>,
    foot: Option<Row>,
    live: Option<&'a str>,
}

impl<'a> Table<'a> {
    /// A table that is called `label` by those who do not see it.
    pub(super) fn new(
        label: &'a str,
        columns: impl IntoIterator<Item = Column>,
        rows: impl IntoIterator<Item = Row>,
    ) -> Self {
        Self {
            label,
            columns: columns.into_iter().collect(),
            rows: rows.into_iter().collect(),
            foot: None,
            live: None,
        }
    }

    /// With a last row of sums.
    pub(super) fn with_foot(self, foot: Row) -> Self {
        Self {
            foot: Some(foot),
            ..self
        }
    }

    /// Whose newest rows come from this URL.
    pub(super) fn live(self, url: &'a str) -> Self {
        Self {
            live: Some(url),
            ..self
        }
    }
}

impl Render for Table<'_> {
    fn render(&self) -> Markup {
        let Self { columns, live, .. } = self;
        // A browser takes it for no table where rows are cards, unless it is told so.
        html! {
            div.scroll tabindex="0" role="region" aria-label=(self.label) {
                table role="table" {
                    thead role="rowgroup" {
                        tr role="row" {
                            @for column in columns {
                                th.number[column.is_number] scope="col" role="columnheader" title=[column.about] { (column.title) }
                            }
                        }
                    }
                    tbody role="rowgroup" data-live=[live] {
                        @for row in &self.rows { (row.among(columns)) }
                    }
                    @if let Some(foot) = &self.foot {
                        tfoot role="rowgroup" { (foot.among(columns)) }
                    }
                }
            }
        }
    }
}

/// The cell of what may be absent.
pub(super) fn cell(content: Option<impl Render>) -> Markup {
    content.map_or_else(|| PreEscaped(String::new()), |it| html! { (it) })
}
