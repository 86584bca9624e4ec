declare module '*.tex' {
  import type { Component } from 'svelte';

  const Lines: Component;
  export default Lines;
}
