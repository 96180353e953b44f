// The connection to one kernel: loaded beside the page, so that writing can begin without it.
import { KernelConnection } from "@jupyterlab/services/lib/kernel/default.js";
import { ServerConnection } from "@jupyterlab/services/lib/serverconnection.js";

/** Open the comm of the page's widget; `receive` is called with each message of it. */
export function connect({ kernel, model, base }, receive) {
  const baseUrl = new URL(base, location.href).href;
  const connection = new KernelConnection({
    model: { id: kernel, name: "python3" },
    serverSettings: ServerConnection.makeSettings({
      baseUrl,
      wsUrl: baseUrl.replace(/^http/, "ws"),
      appendToken: false,
    }),
  });
  const comm = connection.createComm("jupyter.widget", model);
  comm.onMsg = receive;
  return {
    send: (data, buffers) => comm.send(data, undefined, buffers),
    close: () => connection.dispose(),
  };
}
