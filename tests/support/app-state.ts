/** `$app/state` in tests, as `app-paths.ts`: the page of an app that nobody has navigated in. */
export const page = { url: new URL('http://localhost/'), params: {}, route: { id: null }, state: {} }
