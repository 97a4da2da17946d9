//! `usage_request`: what the kernel takes of the machine. JupyterLab's resource display asks for it.

use std::cell::Cell;
use std::time::Instant;

use serde_json::{Value, json};

/// Remembers the last reading, since a share of the processor is a difference.
#[derive(Default)]
pub(super) struct Meter {
    last: Cell<Option<(Instant, f64)>>,
}

impl Meter {
    /// The content of a `usage_reply`, for this process and the worker. What the platform does not tell is left out.
    pub(super) fn read(&self, worker: Option<u32>) -> Value {
        let own = std::process::id();
        let mut content = json!({
            "status": "ok",
            "pid": own,
            "cpu_count": std::thread::available_parallelism().map_or(1, usize::from),
        });
        let processes: Vec<_> = [Some(own), worker]
            .into_iter()
            .flatten()
            .filter_map(process)
            .collect();
        if !processes.is_empty() {
            content["kernel_memory"] = processes.iter().map(|p| p.memory).sum::<u64>().into();
            let (now, seconds) = (Instant::now(), processes.iter().map(|p| p.seconds).sum());
            let percent = self
                .last
                .replace(Some((now, seconds)))
                .map_or(0.0, |(then, before)| {
                    100.0 * (seconds - before).max(0.0) / (now - then).as_secs_f64().max(1e-3)
                });
            content["kernel_cpu"] = percent.into();
        }
        if let Some(host) = host_memory() {
            content["host_virtual_memory"] = host;
        }
        content
    }
}

/// What cells may take when nobody says: half of the memory that is free, and 4 GB at most.
pub(super) fn memory_for_cells() -> u64 {
    const MOST: u64 = 4 << 30;
    const LEAST: u64 = 256 << 20;
    let number = |file| {
        std::fs::read_to_string(file)
            .ok()?
            .trim()
            .parse::<u64>()
            .ok()
    };
    let machine = std::fs::read_to_string("/proc/meminfo")
        .ok()
        .and_then(|info| Some(kilobytes(&info, "MemAvailable:")? << 10));
    // In a container, what it has left.
    let container = number("/sys/fs/cgroup/memory.max").map(|most| {
        most.saturating_sub(number("/sys/fs/cgroup/memory.current").unwrap_or_default())
    });
    let free = machine.into_iter().chain(container).min();
    free.map_or(MOST, |free| (free / 2).clamp(LEAST, MOST))
}

struct Process {
    memory: u64,
    seconds: f64,
}

/// Memory in bytes and processor time of a process, from Linux's /proc.
fn process(id: u32) -> Option<Process> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name in parentheses may hold anything; after it, user and system time are the 12th and 13th field, in 1/100 s.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some(Process {
        memory: kilobytes(&status, "VmRSS:")? << 10,
        seconds: (ticks()? + ticks()?) / 100.0,
    })
}

fn host_memory() -> Option<Value> {
    let info = std::fs::read_to_string("/proc/meminfo").ok()?;
    let (total, available) = (
        kilobytes(&info, "MemTotal:")? << 10,
        kilobytes(&info, "MemAvailable:")? << 10,
    );
    let used = total.saturating_sub(available);
    let percent = 100.0 * used as f64 / total.max(1) as f64;
    Some(json!({"total": total, "available": available, "used": used, "percent": percent}))
}

fn kilobytes(text: &str, field: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(field))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
