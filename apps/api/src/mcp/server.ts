// The protocol of /mcp, with the official library. Loaded at the first call: it would take a part of each start.
import {
  createMcpHandler,
  ProtocolError,
  ProtocolErrorCode,
  type Tool as ProtocolTool,
  Server,
} from '@modelcontextprotocol/server';
import type { Tool } from './tools.ts';

/** What one request may do; it belongs to one person. */
export interface McpCalls {
  tools: () => Tool[];
  /** The result of a tool; undefined for an unknown one. @throws InternalFailure */
  call: (
    name: string,
    input: Record<string, unknown> | undefined,
  ) => Promise<ToolResult | undefined>;
}

export interface ToolResult {
  isError?: boolean;
  content: { type: 'text'; text: string }[];
  structuredContent?: Record<string, unknown>;
}

/** A defect of the server; the message is for everyone. */
export class InternalFailure extends Error {}

export interface ServerInfo {
  version: string;
  instructions: string;
}

export type McpProtocol = (request: Request, body: unknown, calls: McpCalls) => Promise<Response>;

export function createMcpProtocol({ version, instructions }: ServerInfo): McpProtocol {
  const handler = createMcpHandler(
    ({ authInfo }) => {
      const server = new Server(
        { name: 'tydo', title: 'Tydo', version },
        { capabilities: { tools: {} }, instructions },
      );
      const calls = callsIn(authInfo);
      server.setRequestHandler('tools/list', () => ({ tools: calls.tools().map(asListed) }));
      server.setRequestHandler('tools/call', async ({ params }) => {
        const result = await calls.call(params.name, params.arguments).catch((error: unknown) => {
          if (!(error instanceof InternalFailure)) throw error;
          throw new ProtocolError(ProtocolErrorCode.InternalError, error.message);
        });
        if (result) return { ...result };
        throw new ProtocolError(
          ProtocolErrorCode.InvalidParams,
          `There is no tool "${params.name}".`,
        );
      });
      return server;
    },
    // Nobody subscribes: the tools of a credential never change.
    { maxSubscriptions: 1 },
  );
  return (request, parsedBody, calls) =>
    handler.fetch(request, {
      parsedBody,
      authInfo: { token: '', clientId: '', scopes: [], extra: { calls } },
    });
}

/** The library passes it on as it is. */
const callsIn = (authInfo: { extra?: Record<string, unknown> } | undefined) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `createMcpProtocol` has put it there.
  authInfo?.extra?.['calls'] as McpCalls;

/** A schema is JSON for the library. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is a JSON Schema.
const asListed = (tool: Tool) => tool as Tool & ProtocolTool;
