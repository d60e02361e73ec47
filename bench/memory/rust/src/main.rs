//! What rust-vmm's vm-memory costs where Slat has the same thing to do: each result is a line
//! "= NAME p50 p99", in microseconds, or nanoseconds where the name says so. Layouts and counts are
//! those of the Java side.

mod copies;
mod look_ups;
mod pairs;

use std::sync::Arc;
use std::time::Instant;
use vm_memory::{GuestAddress, GuestMemoryMmap, GuestRegionMmap, MmapRegion};

const MEBIBYTE: u64 = 1 << 20;
const PAGE: u64 = 4096;

fn main() {
    for regions in [1, 512, 8_192, 32_000] {
        pairs::measure(regions);
    }
    for regions in [8, 32_000] {
        look_ups::measure(regions);
    }
    copies::measure();
}

fn region(gpa: u64, bytes: u64) -> Arc<GuestRegionMmap> {
    let mapping = MmapRegion::new(bytes as usize).expect("mmap");
    Arc::new(GuestRegionMmap::new(mapping, GuestAddress(gpa)).expect("region"))
}

/// Where the region `number`, from 1, of [`filled`] begins.
fn address(number: u64) -> u64 {
    1024 * MEBIBYTE + number * 2 * PAGE
}

/// Regions of one page each, above the first GiB.
fn filled(regions: u64) -> GuestMemoryMmap {
    let list = (1..=regions).map(|i| region(address(i), PAGE)).collect();
    GuestMemoryMmap::from_arc_regions(list).expect("regions")
}

fn nanos(start: Instant) -> f64 {
    start.elapsed().as_nanos() as f64
}

fn print(name: &str, times: &mut [f64]) {
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!("= {} {:.2} {:.2}", name, at(50), at(99));
}
