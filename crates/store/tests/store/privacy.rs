//! Every column of every table is classed.
