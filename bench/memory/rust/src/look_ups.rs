//! Guest to host address at random over the regions, in a table that never changes ("bare") and
//! through the guard of one that may, taken anew for each.

use crate::{address, filled, nanos, print};
use std::hint::black_box;
use std::time::Instant;
use vm_memory::{GuestAddress, GuestAddressSpace, GuestMemory, GuestMemoryAtomic};

const ROUNDS: usize = 2_000;
const ADDRESSES: usize = 1 << 12;

pub fn measure(regions: u64) {
    let addresses = addresses(regions);
    let memory = GuestMemoryAtomic::new(filled(regions));
    let bare = memory.memory().into_inner();
    time(&format!("look-up-ns-{regions}"), &addresses, |a| {
        memory.memory().get_host_address(a).expect("address") as usize
    });
    time(&format!("look-up-ns-bare-{regions}"), &addresses, |a| {
        bare.get_host_address(a).expect("address") as usize
    });
}

/// An xorshift generator's choice of regions.
fn addresses(regions: u64) -> Vec<GuestAddress> {
    let mut x = 0x9e37_79b9_7f4a_7c15_u64;
    let next = || {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        GuestAddress(address(1 + x % regions))
    };
    std::iter::repeat_with(next).take(ADDRESSES).collect()
}

fn time(name: &str, addresses: &[GuestAddress], look_up: impl Fn(GuestAddress) -> usize) {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let sum = addresses
            .iter()
            .fold(0, |sum: usize, &a| sum.wrapping_add(look_up(a)));
        times.push(nanos(start) / addresses.len() as f64);
        black_box(sum);
    }
    print(name, &mut times);
}
