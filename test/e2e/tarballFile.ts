/** The environment variable in which `run.ts` tells the tests where the packed tarball is. */
export const TARBALL_ENV = 'CAPITOLE_E2E_TARBALL';
