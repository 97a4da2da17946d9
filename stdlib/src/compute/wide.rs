//! Loops compiled twice: plainly, and for processors with wider vectors. Which of the two runs is decided when it runs.

#[cfg(test)]
use std::sync::atomic::{AtomicBool, Ordering};

/// Declares functions whose loops use AVX2 where the processor has it. Type parameters and lifetimes stand in square
/// brackets, empty ones too, with their bounds. AVX2 without its fused multiply-add: results are the same to the last bit.
///
/// There is no variant for AVX-512: compilers keep to vectors of 256 bits there as well, unless told otherwise.
///
/// ```text
/// wide! {
///     /// Doubles each.
///     pub(crate) fn double[](x: &mut [f64]) {
///         x.iter_mut().for_each(|x| *x *= 2.0);
///     }
/// }
/// ```
macro_rules! wide {
    ($(
        $(#[$attribute:meta])*
        $visibility:vis fn $name:ident [$($generics:tt)*] ($($argument:ident: $type:ty),* $(,)?) $(-> $result:ty)?
        $body:block
    )*) => {$(
        $(#[$attribute])*
        $visibility fn $name<$($generics)*>($($argument: $type),*) $(-> $result)? {
            #[inline(always)]
            #[allow(clippy::too_many_arguments)]
            fn plain<$($generics)*>($($argument: $type),*) $(-> $result)? $body

            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2")]
                #[allow(clippy::too_many_arguments)]
                fn avx2<$($generics)*>($($argument: $type),*) $(-> $result)? {
                    plain($($argument),*)
                }

                if $crate::compute::wide::has_avx2() {
                    // SAFETY: the processor has just said that it has what the function is compiled for.
                    #[allow(unsafe_code)]
                    return unsafe { avx2($($argument),*) };
                }
            }
            plain($($argument),*)
        }
    )*};
}
pub(crate) use wide;

#[cfg(test)]
static PLAINLY: AtomicBool = AtomicBool::new(false);

#[cfg(target_arch = "x86_64")]
#[inline]
pub(crate) fn has_avx2() -> bool {
    #[cfg(test)]
    if PLAINLY.load(Ordering::Relaxed) {
        return false;
    }
    std::arch::is_x86_feature_detected!("avx2")
}

/// Does `work` with the plain variants, on all threads.
#[cfg(test)]
pub(crate) fn plainly<R>(work: impl FnOnce() -> R) -> R {
    PLAINLY.store(true, Ordering::Relaxed);
    let result = work();
    PLAINLY.store(false, Ordering::Relaxed);
    result
}
