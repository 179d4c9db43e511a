# Sourced by run, test and bench. need PURPOSE…: installs the Debian packages of these purposes that are missing.
# As root by apt; otherwise it prints the exact command and fails.

need() {
  local missing=() purpose package probe wanted
  while read -r purpose package probe; do
    case "$purpose" in ''|\#*) continue ;; esac
    for wanted in "$@"; do
      [ "$purpose" = "$wanted" ] || continue
      # A probe without a slash is a command; one with a slash is a file, maybe with wildcards.
      case "$probe" in
        */*) compgen -G "$probe" >/dev/null && continue ;;
        *) command -v "$probe" >/dev/null 2>&1 && continue ;;
      esac
      case " ${missing[*]-} " in *" $package "*) ;; *) missing+=("$package") ;; esac
    done
  done < "$root/eng/debian-packages"
  [ ${#missing[@]} -eq 0 ] && return 0

  local command="apt-get install -y --no-install-recommends ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    echo "Missing Debian packages. Install them with:" >&2
    echo "  sudo apt-get update && sudo $command" >&2
    return 1
  fi
  echo "Installing ${missing[*]}" >&2
  # An index that is there already may be enough; a fresh machine has none.
  $command >"$root/var/apt.log" 2>&1 || { apt-get update >"$root/var/apt.log" 2>&1 && $command >>"$root/var/apt.log" 2>&1; } || {
    tail -n 5 "$root/var/apt.log" >&2
    echo "apt could not install them; the whole log is var/apt.log" >&2
    return 1
  }
}

need_dotnet() {
  if ! command -v dotnet >/dev/null 2>&1 || ! dotnet --list-sdks | grep -q '^10\.'; then
    echo "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    return 1
  fi
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
}

# build PROJECT…: builds quietly in Release; what a failed build printed is shown.
build() {
  local project log="$root/var/build.log"
  for project in "$@"; do
    dotnet build "$root/$project" -c Release -v q --nologo >"$log" 2>&1 || { cat "$log" >&2; echo "The build of $project failed." >&2; return 1; }
  done
}

# prepare: what is made once for this machine by the built gateway. Without it the first call would wait.
prepare() {
  dotnet "$root/src/Gateway/bin/Release/net10.0/CallActors.Gateway.dll" prepare
}
