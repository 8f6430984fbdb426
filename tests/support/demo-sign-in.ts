/** Signs a person in to a demonstration and returns the cookie for further requests. `ask` is how requests reach the server. */
export async function signInToDemo(origin: string, person: string, ask: typeof fetch = fetch): Promise<string> {
	const answer = await ask(`${origin}/api/demo/sign-in`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin },
		body: JSON.stringify({ person })
	})
	if (answer.status !== 200) throw new Error(`${person} was answered ${answer.status}`)
	return answer.headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ')
}
