// The connection to the kernel behind a notebook's page, and a watch over it.
import { KernelConnection } from "@jupyterlab/services/lib/kernel/default.js";
import { ServerConnection } from "@jupyterlab/services/lib/serverconnection.js";

const GONE = new Set(["autorestarting", "restarting", "terminating", "dead"]);

/** Connect to the kernel; `lost` is called once it is no longer the one the page was made with.
 *
 * A killed kernel starts again under the same id and looks healthy, but knows nothing of the page:
 * its messages come from another session.
 */
export function connect({ base, id, lost }) {
  const baseUrl = new URL(base, location.href).href;
  const kernel = new KernelConnection({
    model: { id, name: "python3" },
    serverSettings: ServerConnection.makeSettings({
      baseUrl,
      wsUrl: baseUrl.replace(/^http/, "ws"),
      appendToken: false,
    }),
  });
  let session;
  const ask = async () => {
    const { header } = await kernel.requestKernelInfo();
    session ??= header.session;
    if (header.session !== session) lost();
  };
  kernel.statusChanged.connect((_kernel, status) => {
    if (GONE.has(status)) lost();
  });
  kernel.connectionStatusChanged.connect((_kernel, status) => {
    if (status === "disconnected") lost();
    // After a break the line may lead to another kernel; one that never answers is told otherwise.
    if (status === "connected") ask().catch(() => {});
  });
  return kernel;
}
