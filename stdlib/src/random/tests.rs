//! The generator, held against numpy's.

use super::layers::{EXPONENTIAL, NORMAL};
use crate::array::Array;
use crate::testing::{check_examples, run};
use rhai::Dynamic;

/// Lines of seed, call and numbers; `golden/streams.py` writes them again. Calls on one seed go on with its stream.
const GOLDEN: &str = include_str!("golden/streams.txt");

/// Of each kind, the tail, and what the other numbers fold to; `golden/layers.py` writes them again.
const LAYERS: &str = include_str!("golden/layers.txt");

#[test]
fn layers_are_numpys() {
    fn folded(bits: impl Iterator<Item = u64>) -> u64 {
        bits.fold(0, |all, bits| all.wrapping_mul(31).wrapping_add(bits))
    }
    let ours = [("normal", &*NORMAL), ("exponential", &*EXPONENTIAL)].map(|(name, layers)| {
        let keep = folded(layers.keep.iter().copied());
        let [width, height] =
            [layers.width, layers.height].map(|all| folded(all.iter().map(|x| x.to_bits())));
        format!("{name} {:?} {keep} {width} {height}\n", layers.tail)
    });
    assert_eq!(ours.concat(), LAYERS);
}

#[test]
fn streams_are_numpys() {
    let mut lines = GOLDEN.lines().peekable();
    while let Some(seed) = lines.peek().map(|line| line.split(" | ").next().unwrap()) {
        let mut code = format!("let g = rng({seed}); let all = []; ");
        let mut wanted = Vec::new();
        while let Some(line) = lines.next_if(|line| line.starts_with(&format!("{seed} | "))) {
            let [_, call, numbers] = line.split(" | ").collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            if let Some(bits) = numbers.strip_prefix("bits ") {
                assert_eq!(
                    long_stream(seed, call),
                    bits.parse::<u64>().unwrap(),
                    "{line}"
                );
                continue;
            }
            code.push_str(&format!("all.push(flatten(g.{call}).to_list()); "));
            let integral = !numbers.contains(['.', 'e']);
            wanted.push(if integral {
                format!("[{}]", numbers.replace(' ', ", "))
            } else {
                let numbers: Vec<f64> = numbers.split(' ').map(|x| x.parse().unwrap()).collect();
                crate::value::repr(&Array::from_floats(numbers).to_list().unwrap())
            });
        }
        let got = run(&(code + "all"));
        assert_eq!(got.error, None);
        assert_eq!(got.value, format!("[{}]", wanted.join(", ")), "seed {seed}");
    }
}

/// All bits of a long stream, folded together.
fn long_stream(seed: &str, call: &str) -> u64 {
    let mut engine = rhai::Engine::new_raw();
    run("()");
    crate::Library::new().install(&mut engine);
    let drawn = engine
        .eval::<Dynamic>(&format!("rng({seed}).{call}"))
        .expect("the call works")
        .cast::<Array>();
    drawn.floats().iter().fold(0, |bits, x| bits ^ x.to_bits())
}

#[test]
fn examples_do_what_they_say() {
    assert!(check_examples(include_str!("generator.rs")) > 8);
}
