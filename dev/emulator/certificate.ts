import { readFileSync } from 'node:fs';
import path from 'node:path';

const pem = readFileSync(path.join(__dirname, 'localhost.pem'), 'utf8');

/** An untrusted key and certificate for localhost and 127.0.0.1, valid until 2120. */
export const SELF_SIGNED = { key: pem, cert: pem };
