// One address for pages and live updates, as nginx does in production:
// gateway.js LISTEN PORT WSGI_PORT SOCKETIO_PORT
const http = require("http");
const net = require("net");

const [listen, port, wsgi_port, socketio_port] = process.argv.slice(2);
const is_live = (url) => url.startsWith("/socket.io");
const backend = (url) => Number(is_live(url) ? socketio_port : wsgi_port);

// Names and values in turn; how long a connection lives is a matter between two neighbours.
const without_connection = (headers) =>
	headers.filter((_, i) => headers[i - (i % 2)].toLowerCase() !== "connection");

const server = http.createServer((request, response) => {
	const headers = {
		...request.headers,
		// A connection each: Gunicorn may close a kept one just when the next request is sent on it.
		connection: "close",
		"x-forwarded-for": request.socket.remoteAddress,
	};
	// Frappe's live updates compare origin and host; browsers send no origin to their own host.
	if (is_live(request.url)) headers.origin ??= `http://${headers.host}`;
	const forwarded = http.request({
		host: "127.0.0.1",
		port: backend(request.url),
		method: request.method,
		path: request.url,
		headers,
		agent: false,
	});
	forwarded.on("response", (answer) => {
		response.writeHead(answer.statusCode, without_connection(answer.rawHeaders));
		answer.pipe(response);
	});
	forwarded.on("error", () => {
		if (response.headersSent) response.destroy();
		else response.writeHead(502).end();
	});
	response.on("close", () => forwarded.destroy());
	request.pipe(forwarded);
});

server.on("upgrade", (request, client, head) => {
	const upstream = net.connect(backend(request.url), "127.0.0.1", () => {
		const headers = [];
		for (let i = 0; i < request.rawHeaders.length; i += 2) {
			headers.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`);
		}
		upstream.write(
			`${request.method} ${request.url} HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`
		);
		upstream.write(head);
		upstream.pipe(client);
		client.pipe(upstream);
	});
	upstream.on("error", () => client.destroy());
	client.on("error", () => upstream.destroy());
});

server.listen(Number(port), listen);
