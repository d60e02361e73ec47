//! 4 KiB into and out of guest memory beside a plain copy of the same pages, nanoseconds.

use crate::{nanos, print, region, MEBIBYTE, PAGE};
use std::time::Instant;
use vm_memory::{
    Bytes, GuestAddress, GuestAddressSpace, GuestMemory, GuestMemoryAtomic, GuestMemoryMmap,
};

const ROUNDS: usize = 3_000;
const PAGES: u64 = 64;

pub fn measure() {
    let regions = vec![region(0, 16 * MEBIBYTE)];
    let memory = GuestMemoryAtomic::new(GuestMemoryMmap::from_arc_regions(regions).expect("table"));
    let snapshot = memory.memory().into_inner();
    let host = snapshot.get_host_address(GuestAddress(0)).expect("address");
    // SAFETY: the region's own memory; advice changes no contents, and may be refused without harm.
    unsafe { libc::madvise(host.cast(), 16 * MEBIBYTE as usize, libc::MADV_HUGEPAGE) };
    let mut page = Page([1; PAGE as usize]);
    let buffer = &mut page.0;
    // SAFETY (of both copies): pages of the region, which `snapshot` keeps; nobody else has them.
    race(
        "write",
        buffer,
        |at, buffer| unsafe {
            host.add(at as usize)
                .copy_from_nonoverlapping(buffer.as_ptr(), buffer.len())
        },
        |at, buffer| {
            memory
                .memory()
                .write_slice(buffer, GuestAddress(at))
                .expect("write")
        },
    );
    race(
        "read",
        buffer,
        |at, buffer| unsafe {
            host.add(at as usize)
                .copy_to_nonoverlapping(buffer.as_mut_ptr(), buffer.len())
        },
        |at, buffer| {
            memory
                .memory()
                .read_slice(buffer, GuestAddress(at))
                .expect("read")
        },
    );
}

#[repr(align(4096))]
struct Page([u8; PAGE as usize]);

/// The same pages by both, who take turns at being first.
fn race(
    name: &str,
    buffer: &mut [u8],
    plain: impl Fn(u64, &mut [u8]),
    guarded: impl Fn(u64, &mut [u8]),
) {
    let (mut plain_times, mut guarded_times) = (Vec::new(), Vec::new());
    for round in 0..2 * ROUNDS {
        let (p, g);
        if round % 2 == 0 {
            p = time(buffer, &plain);
            g = time(buffer, &guarded);
        } else {
            g = time(buffer, &guarded);
            p = time(buffer, &plain);
        }
        if round >= ROUNDS {
            plain_times.push(p);
            guarded_times.push(g);
        }
    }
    print(&format!("{name}-4k-ns-plain"), &mut plain_times);
    print(&format!("{name}-4k-ns-guarded"), &mut guarded_times);
}

fn time(buffer: &mut [u8], copy: &impl Fn(u64, &mut [u8])) -> f64 {
    let start = Instant::now();
    for page in 0..PAGES {
        copy(page * PAGE, buffer);
    }
    nanos(start) / PAGES as f64
}
