/** The same by the names that other rooms import; gone once they import `emulator.ts`. */
export * from './emulator';
export { Emulator as Provider, startEmulator as startProvider } from './emulator';
