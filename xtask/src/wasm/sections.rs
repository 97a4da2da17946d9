//! The parts of a WebAssembly module, read from its bytes.

const HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// What kinds of sections there are, of those that anybody here asks for.
pub(crate) const CUSTOM: u8 = 0;
pub(crate) const IMPORTS: u8 = 2;
pub(crate) const CODE: u8 = 10;
pub(crate) const DATA: u8 = 11;

/// Among imports, a function.
const FUNCTION: u8 = 0;

/// In the section of names, those of functions.
const NAMES_OF_FUNCTIONS: u8 = 1;

/// The sections of a module, each with its kind; none when the bytes are not a module.
pub(crate) fn sections(module: &[u8]) -> Option<Vec<(u8, &[u8])>> {
    let mut rest = Bytes(module.strip_prefix(HEADER)?);
    let mut found = Vec::new();
    while let Some(kind) = rest.byte() {
        found.push((kind, rest.sized()?));
    }
    Some(found)
}

/// The module without its custom sections: names and what tools left.
pub(crate) fn stripped(module: &[u8]) -> Option<Vec<u8>> {
    let mut out = HEADER.to_vec();
    for (kind, body) in sections(module)? {
        if kind != CUSTOM {
            out.push(kind);
            put_sized(&mut out, body);
        }
    }
    Some(out)
}

/// The stripped module with names for its functions, in their order, imports first.
pub(crate) fn named(module: &[u8], names: &[String]) -> Option<Vec<u8>> {
    let mut list = Vec::new();
    put_number(&mut list, names.len());
    for (at, name) in names.iter().enumerate() {
        put_number(&mut list, at);
        put_sized(&mut list, name.as_bytes());
    }
    let mut section = Vec::new();
    put_sized(&mut section, b"name");
    section.push(NAMES_OF_FUNCTIONS);
    put_sized(&mut section, &list);
    let mut out = stripped(module)?;
    out.push(CUSTOM);
    put_sized(&mut out, &section);
    Some(out)
}

/// An unsigned LEB128 number.
fn put_number(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put_sized(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len());
    out.extend_from_slice(bytes);
}

/// The code of the functions that the module holds, in their order.
pub(crate) fn bodies(module: &[u8]) -> Option<Vec<&[u8]>> {
    let sections = sections(module)?;
    let mut code = Bytes(sections.iter().find(|(kind, _)| *kind == CODE)?.1);
    (0..code.number()?).map(|_| code.sized()).collect()
}

/// The names of the functions that the module holds, and how many bytes each takes, in their order.
pub(crate) fn functions(module: &[u8]) -> Option<Vec<(String, usize)>> {
    let sections = sections(module)?;
    let sizes: Vec<usize> = bodies(module)?.iter().map(|body| body.len()).collect();
    let mut names = vec![String::new(); sizes.len()];
    for (_, body) in sections.iter().filter(|(kind, _)| *kind == CUSTOM) {
        let mut body = Bytes(body);
        if body.sized()? != b"name" {
            continue;
        }
        while let Some(kind) = body.byte() {
            let mut names_of_functions = Bytes(body.sized()?);
            if kind != NAMES_OF_FUNCTIONS {
                continue;
            }
            for _ in 0..names_of_functions.number()? {
                let at = names_of_functions.number()?;
                let name = String::from_utf8_lossy(names_of_functions.sized()?).into_owned();
                // Nothing is imported, so the first function is number 0.
                *names.get_mut(at)? = name;
            }
        }
    }
    Some(names.into_iter().zip(sizes).collect())
}

/// The names of a module's imports, as `module.name`; none when the bytes are not a module.
pub(crate) fn imports(module: &[u8]) -> Option<Vec<String>> {
    Some(
        imported(module)?
            .into_iter()
            .map(|(name, _)| name)
            .collect(),
    )
}

/// How many of a module's functions are imported: they are numbered first.
pub(crate) fn imported_functions(module: &[u8]) -> Option<usize> {
    let imported = imported(module)?;
    Some(
        imported
            .iter()
            .filter(|(_, kind)| *kind == FUNCTION)
            .count(),
    )
}

/// The names of a module's imports, and of what kind each is.
fn imported(module: &[u8]) -> Option<Vec<(String, u8)>> {
    let mut found = Vec::new();
    for (_, body) in sections(module)?
        .into_iter()
        .filter(|(kind, _)| *kind == IMPORTS)
    {
        let mut body = Bytes(body);
        for _ in 0..body.number()? {
            let module = String::from_utf8_lossy(body.sized()?).into_owned();
            let name = String::from_utf8_lossy(body.sized()?).into_owned();
            found.push((format!("{module}.{name}"), *body.0.first()?));
            body.skip_description()?;
        }
    }
    Some(found)
}

/// A place in a module.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// An unsigned LEB128 number.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }

    /// As many bytes as the number before them says.
    fn sized(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    /// What follows an import's name: its kind, and the type of that kind.
    fn skip_description(&mut self) -> Option<()> {
        match self.byte()? {
            0x00 => drop(self.number()?),
            0x01 => {
                self.byte()?;
                self.skip_limits()?;
            }
            0x02 => self.skip_limits()?,
            0x03 => {
                self.byte()?;
                self.byte()?;
            }
            0x04 => {
                self.byte()?;
                self.number()?;
            }
            _ => return None,
        }
        Some(())
    }

    fn skip_limits(&mut self) -> Option<()> {
        let has_maximum = self.byte()? & 1 == 1;
        self.number()?;
        if has_maximum {
            self.number()?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::{HEADER, functions, imported_functions, imports, stripped};

    #[test]
    fn a_module_without_imports_has_none() {
        let custom = [HEADER, b"\x00\x05\x04name"].concat();
        assert_eq!(imports(&custom), Some(vec![]));
    }

    #[test]
    fn imports_of_every_kind_are_named() {
        let section: &[u8] =
            b"\x03\x03env\x01f\x00\x05\x03env\x03mem\x02\x01\x11\x80\x01\x01w\x01g\x03\x7f\x00";
        let module = [HEADER, &[2, section.len() as u8], section].concat();
        assert_eq!(
            imports(&module),
            Some(vec!["env.f".into(), "env.mem".into(), "w.g".into()])
        );
        assert_eq!(imported_functions(&module), Some(1));
    }

    #[test]
    fn functions_have_names_and_sizes_until_they_are_stripped() {
        // Two functions of 2 and 3 bytes; the name of the second.
        let code: &[u8] = b"\x0a\x08\x02\x02\x00\x0b\x03\x00\x01\x0b";
        let names: &[u8] = b"\x00\x0b\x04name\x01\x04\x01\x01\x01f";
        let module = [HEADER, code, names].concat();
        let found = functions(&module).unwrap();
        assert_eq!(found, [(String::new(), 2), ("f".into(), 3)]);
        assert_eq!(stripped(&module).unwrap(), [HEADER, code].concat());
    }

    #[test]
    fn what_is_cut_short_or_something_else_is_no_module() {
        assert_eq!(imports(b"\x7fELF"), None);
        assert_eq!(imports(&[HEADER, b"\x02\x09\x01"].concat()), None);
    }
}
