//! The mappings that the README shows do what it says.

#![allow(clippy::unwrap_used, missing_docs)]

use clew_exchange::figures::Mapping;
use clew_exchange::import::{self, Options};
use clew_plan::{Book, FigureSource};

fn mappings() -> Vec<Mapping> {
    let readme = std::fs::read_to_string("../../README.md").unwrap();
    let blocks = readme.split("```toml\n").skip(1);
    let text = |block: &str| block.split("```").next().unwrap().to_owned();
    let read = |block| Mapping::parse(&text(block)).unwrap();
    blocks.map(read).collect()
}

fn figures(mapping: &Mapping, csv: &str) -> Book {
    let options = Options {
        mapping: Some(mapping),
        ..Options::default()
    };
    import::from_bytes("feed.csv", csv.as_bytes(), &options).book
}

#[test]
fn the_mappings_that_the_readme_shows_read_the_tables_it_speaks_of() {
    let [long_form, lgbf] = mappings().try_into().unwrap();
    let tables = [
        (
            long_form,
            "Area,Indicator,Year,Result\nFife,PI-7,2019/20,78\nTotal,PI-7,2019/20,80\n",
            ("SW7", 78, None, FigureSource::Imported),
        ),
        (
            lgbf,
            "Indicator code,Local authority,Year,Value,Numerator,Denominator\n\
             SW01,Fife,2019-20,25,100,4\nSW01,Scotland,2019-20,26,104,4\n",
            ("SW1", 25, Some(100), FigureSource::Returned),
        ),
    ];
    for (mapping, csv, (code, value, numerator, from)) in tables {
        let [figure] = figures(&mapping, csv).figures.try_into().unwrap();
        assert_eq!(figure.measure.as_str(), code);
        assert_eq!(figure.value, Some(value.into()));
        assert_eq!(figure.numerator, numerator.map(i32::into));
        assert_eq!(figure.from, from);
    }
}

#[test]
fn the_benchmark_table_needs_no_mapping() {
    let csv =
        "Indicator code,Local authority,Year,Value\nSW01,Fife,2019-20,25\nSW01,Angus,2019-20,26\n";
    let imported = import::from_bytes("feed.csv", csv.as_bytes(), &Options::default());
    assert_eq!(imported.book.benchmarks.len(), 2, "{:?}", imported.issues);
}
