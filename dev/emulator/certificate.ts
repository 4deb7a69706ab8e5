import { readFileSync } from 'node:fs';
import path from 'node:path';

const pem = readFileSync(path.join(__dirname, 'localhost.pem'), 'utf8');

/** A key and its certificate for localhost and 127.0.0.1, until 2120, that nobody has reason to trust. */
export const SELF_SIGNED = { key: pem, cert: pem };
