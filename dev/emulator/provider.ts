export * from './emulator';
export { Emulator as Provider, startEmulator as startProvider } from './emulator';
