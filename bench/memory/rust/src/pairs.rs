//! Inserting and removing a region of 1 MiB beside others: each step makes a new table of all of
//! them and publishes it. Nobody is waited for: a removed region lives until its last user drops it.

use crate::{filled, nanos, print, region, MEBIBYTE};
use std::sync::Arc;
use std::time::Instant;
use vm_memory::{
    GuestAddress, GuestAddressSpace, GuestMemoryAtomic, GuestMemoryMmap, GuestRegionMmap,
};

const PAIRS: usize = 1_000;

pub fn measure(regions: u64) {
    let memory = GuestMemoryAtomic::new(filled(regions));
    let one = region(0, MEBIBYTE);
    let mut times = Vec::with_capacity(PAIRS);
    for i in 0..PAIRS + PAIRS / 10 {
        let start = Instant::now();
        pair(&memory, &one);
        if i >= PAIRS / 10 {
            times.push(nanos(start) / 1e3);
        }
    }
    print(&format!("pair-{regions}"), &mut times);
}

fn pair(memory: &GuestMemoryAtomic<GuestMemoryMmap>, one: &Arc<GuestRegionMmap>) {
    let change = memory.lock().expect("lock");
    let with = memory
        .memory()
        .insert_region(Arc::clone(one))
        .expect("insert");
    change.replace(with);
    let change = memory.lock().expect("lock");
    let removed = memory.memory().remove_region(GuestAddress(0), MEBIBYTE);
    change.replace(removed.expect("remove").0);
}
