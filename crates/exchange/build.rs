//! Tells cargo that the embedded examples changed, so that new files are picked up too.

fn main() {
    println!("cargo:rerun-if-changed=../../examples");
}
