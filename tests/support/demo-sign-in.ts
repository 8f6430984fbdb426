/** Signs somebody in to a demonstration; what a browser sends from then on as its cookie. `ask` is what reaches the server. */
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
