@echo off
rem Builds what is missing or stale, then runs the command line. Needs a JDK 17+ and Maven 3.8.7+.
setlocal
set "ROOT=%~dp0"
set "TARGET=%ROOT%kube-runtime\target"
set "STAMP=%TARGET%\.built"
powershell -NoProfile -Command "$s = Get-Item -Force -ErrorAction SilentlyContinue $env:STAMP; if (-not $s) { exit 1 }; $n = 'base','halo-identity','mesh-transport','echo-core','client','kube-runtime' | ForEach-Object { Get-Item (Join-Path $env:ROOT \"$_\pom.xml\"); Get-ChildItem -Recurse -File (Join-Path $env:ROOT \"$_\src\main\") } | Where-Object LastWriteTime -gt $s.LastWriteTime | Select-Object -First 1; if ($n) { exit 1 }"
if errorlevel 1 (
  echo hearth: building; the first time this takes a few minutes 1>&2
  pushd "%ROOT%"
  call mvn -B -ntp -q -Dmaven.test.skip=true -Dcheckstyle.skip -Dspotless.check.skip -Dforbiddenapis.skip -pl kube-runtime -am package
  if errorlevel 1 (
    popd
    echo hearth: the build failed; run mvn verify to see why 1>&2
    exit /b 4
  )
  popd
  type nul > "%STAMP%"
)
java -Dorg.slf4j.simpleLogger.defaultLogLevel=error %HEARTH_JAVA_OPTS% -cp "%TARGET%\classes;%TARGET%\lib\*" dev.hearth.kube.cli.Main %*
